package drawbridge.sandbox.traffic;

import drawbridge.sandbox.world.Account;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// What a run of traffic is to do.
///
/// @param accounts as Acme has them: their webhook targets are where forged deliveries go
/// @param rate edits a second, over all accounts
/// @param users per account; the last one appears in the app only midway
/// @param deletes at most so many per account: a gateway rightly stops a flood of them
/// @param weeks appointments lie in so many weeks, beginning with the present one
/// @param activities whether people log calls and mails in Acme too
/// @param massDelete whether, once, somebody of the first account deletes a screenful at a time
public record TrafficPlan(
        String acme,
        String app,
        String control,
        List<Account> accounts,
        long seed,
        double rate,
        Duration length,
        Path ledger,
        int users,
        int contacts,
        int deletes,
        int weeks,
        boolean activities,
        boolean massDelete) {

    /// Appointments alone, and no mass delete.
    public TrafficPlan(
            String acme,
            String app,
            String control,
            List<Account> accounts,
            long seed,
            double rate,
            Duration length,
            Path ledger,
            int users,
            int contacts,
            int deletes,
            int weeks) {
        this(
                acme, app, control, accounts, seed, rate, length, ledger, users, contacts, deletes,
                weeks, false, false);
    }

    public TrafficPlan {
        accounts = List.copyOf(accounts);
        if (!(rate > 0)) {
            throw new IllegalArgumentException("The rate must be above 0.");
        }
        if (users < 2 || contacts < 1) {
            throw new IllegalArgumentException("It takes at least two users and one contact.");
        }
    }
}
