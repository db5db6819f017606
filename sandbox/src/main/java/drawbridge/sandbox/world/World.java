package drawbridge.sandbox.world;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/// The state of one sandbox: its accounts, their records and the ledger. Touched by one event loop
/// only.
record World(
        Product product,
        Accounts accounts,
        Ledger ledger,
        FaultGate gate,
        InstantSource clock,
        Map<String, Shelves> shelves) {

    World(Product product, Accounts accounts, Ledger ledger, FaultGate gate, InstantSource clock) {
        this(product, accounts, ledger, gate, clock, new HashMap<>());
    }

    Shelves of(Account account) {
        return shelves.computeIfAbsent(account.account(), _ -> new Shelves(clock));
    }
}
