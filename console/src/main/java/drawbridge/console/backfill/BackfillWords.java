package drawbridge.console.backfill;

import drawbridge.opsapi.Backfill;
import drawbridge.opsapi.BackfillList;
import drawbridge.opsapi.BackfillPhase;
import drawbridge.opsapi.BackfillState;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A backfill in plain words, for the terminal and for the console.
public final class BackfillWords {

    private static final int BAR = 20;

    private BackfillWords() {}

    /// What it brings in.
    public static String what(Backfill backfill) {
        String flow = Optional.ofNullable(backfill.flow()).orElse("every flow");
        return Optional.ofNullable(backfill.side())
                .map(side -> flow + ", from " + named(side) + " alone")
                .orElse(flow);
    }

    private static String named(String side) {
        return side.equals("acme") ? "Acme" : "the app";
    }

    /// How far it is, in one line.
    public static String line(Backfill backfill) {
        return backfill.tenant() + ": " + state(backfill);
    }

    /// How far it is, without its tenant.
    public static String state(Backfill backfill) {
        return switch (backfill.state()) {
            case WAITING -> "waits for its turn" + before(backfill);
            case RUNNING -> running(backfill);
            case PAUSED -> "paused" + before(backfill);
            case DONE -> sent(backfill) + " sent";
            case CANCELLED -> "cancelled" + before(backfill);
        };
    }

    private static String before(Backfill backfill) {
        return backfill.marked() == 0 ? "" : ", " + sent(backfill) + " sent";
    }

    private static String sent(Backfill backfill) {
        return number(backfill.sent()) + " of " + number(backfill.marked());
    }

    private static String running(Backfill backfill) {
        if (backfill.marking()) {
            String list =
                    backfill.lists().stream()
                            .filter(one -> one.phase() == BackfillPhase.MARKING)
                            .map(BackfillList::resource)
                            .findFirst()
                            .orElse("the lists");
            return "reads " + list + ", " + number(backfill.marked()) + " noted";
        }
        return bar(backfill)
                + " "
                + sent(backfill)
                + " sent"
                + Optional.ofNullable(backfill.heldBack())
                        .map(why -> "; " + why)
                        .orElseGet(() -> pace(backfill));
    }

    private static String pace(Backfill backfill) {
        String left =
                Optional.ofNullable(backfill.remainingSeconds())
                        .map(seconds -> ", about " + lasting(seconds) + " left")
                        .orElse("");
        return backfill.speed() <= 0
                ? ""
                : String.format(Locale.ROOT, ", %,.0f/s", backfill.speed()) + left;
    }

    /// The share of what is known to be there that was sent, from 0 to 1.
    public static double share(Backfill backfill) {
        if (backfill.state() == BackfillState.DONE) {
            return 1;
        }
        return backfill.marking() || backfill.marked() == 0
                ? 0
                : (double) backfill.sent() / backfill.marked();
    }

    private static String bar(Backfill backfill) {
        int full = (int) Math.round(share(backfill) * BAR);
        return "[" + "#".repeat(full) + "-".repeat(BAR - full) + "]";
    }

    /// A length of time as people say it.
    public static String lasting(long seconds) {
        if (seconds < 90) {
            return seconds + " s";
        }
        long minutes = (seconds + 30) / 60;
        return minutes < 90
                ? minutes + " min"
                : String.format(Locale.ROOT, "%d h %02d min", minutes / 60, minutes % 60);
    }

    /// What lists lack, a sentence each.
    public static List<String> lacks(Backfill backfill) {
        return backfill.lists().stream()
                .flatMap(
                        list ->
                                java.util.stream.Stream.of(
                                        Optional.ofNullable(list.why()),
                                        list.unreadable() == 0
                                                ? Optional.<String>empty()
                                                : Optional.of(
                                                        "%s: %s of its rows named no record."
                                                                .formatted(
                                                                        list.resource(),
                                                                        number(
                                                                                list
                                                                                        .unreadable())))))
                .flatMap(Optional::stream)
                .toList();
    }

    static String number(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }
}
