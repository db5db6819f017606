package drawbridge.sandbox.judge;

import java.util.HashMap;
import java.util.Map;

/// How often the same delivery was acknowledged again, by the ledgers of those who sent it.
///
/// @param certain acknowledged more than once before the sender's eyes
/// @param possible sent more than once: a gateway that was killed may have stored what it could not
///   acknowledge
record Duplicates(long certain, long possible) {

    private static final class Tries {
        private long sent;
        private long acknowledged;

        private void add(boolean taken) {
            sent++;
            acknowledged += taken ? 1 : 0;
        }
    }

    /// @param account empty for all
    static Duplicates of(Evidence evidence, String account, Side side) {
        Map<String, Tries> tries = new HashMap<>();
        for (var entry : evidence.book(side).entries()) {
            if (entry.delivery().isPresent() && fits(account, entry.account())) {
                tries.computeIfAbsent(entry.delivery().get().id(), _ -> new Tries())
                        .add(entry.status() == 202);
            }
        }
        for (var sent : evidence.traffic().deliveries()) {
            if (side == Side.ACME && fits(account, sent.account())) {
                tries.computeIfAbsent(sent.id(), _ -> new Tries()).add(sent.taken());
            }
        }
        long certain = 0;
        long possible = 0;
        for (var each : tries.values()) {
            certain += Math.max(0, each.acknowledged - 1);
            possible += Math.max(0, each.sent - 1);
        }
        return new Duplicates(certain, possible);
    }

    private static boolean fits(String asked, String account) {
        return asked.isEmpty() || asked.equals(account);
    }
}
