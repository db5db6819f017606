package drawbridge.journal;

import io.vertx.pgclient.PgException;

import java.util.Set;

/// What a failure of the database means for those who wait.
final class PgFailures {

    private static final Set<String> LOST_THE_RACE = Set.of("40001", "40P01");

    private PgFailures() {}

    /// Something in the statement's rows is to blame, or they are too many for the time given.
    static boolean causedByContent(Throwable failure) {
        return switch (failure) {
            case PgException e -> {
                String state = state(e);
                yield state.startsWith("22")
                        || state.startsWith("23")
                        || state.startsWith("54")
                        || state.equals("57014")
                        || state.equals("55P03");
            }
            case IllegalArgumentException _, IllegalStateException _ -> true;
            default -> false;
        };
    }

    /// Whether nothing of the transaction can have been committed: the database itself said what
    /// was wrong, and not that it goes away (classes 08 and 57P of the PostgreSQL error codes).
    static boolean rolledBack(Throwable failure) {
        return switch (failure) {
            case PgException e -> !state(e).startsWith("08") && !state(e).startsWith("57P");
            case IllegalArgumentException _ -> true;
            default -> false;
        };
    }

    /// Rolled back for the sake of another transaction.
    static boolean worthRepeating(Throwable failure) {
        return failure instanceof PgException e && LOST_THE_RACE.contains(state(e));
    }

    /// An end of a link belongs to another link.
    static boolean linkTaken(Throwable failure) {
        return failure instanceof PgException e
                && state(e).equals("23505")
                && "link".equals(e.getTable());
    }

    /// No partition takes the row: the days to come have not been made ahead.
    static boolean noPartition(Throwable failure) {
        return failure instanceof PgException e
                && state(e).equals("23514")
                && e.getErrorMessage() != null
                && e.getErrorMessage().startsWith("no partition");
    }

    private static String state(PgException failure) {
        return failure.getSqlState() == null ? "" : failure.getSqlState();
    }
}
