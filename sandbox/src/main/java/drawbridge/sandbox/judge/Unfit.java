package drawbridge.sandbox.judge;

import java.time.Instant;

/// What one system holds and the other cannot: a title, a place or a number of days that is too
/// much for it. It stands in the other system's document, and here in words of the judge.
final class Unfit {

    private static final int APP_TITLE = 80;
    private static final int APP_PLACE = 60;
    private static final int ACME_TITLE = 120;
    private static final int ACME_PLACE = 80;

    private Unfit() {}

    /// Whether the record had shown by then what the other side cannot hold in this group.
    static boolean shown(History history, Group group, Instant by) {
        return history.versions().stream()
                .filter(version -> !version.at().isAfter(by))
                .anyMatch(version -> isUnfit(history.key().side(), group, version.value(group)));
    }

    private static boolean isUnfit(Side from, Group group, String value) {
        boolean toApp = from == Side.ACME;
        return switch (group) {
            case TITLE -> value.length() > (toApp ? APP_TITLE : ACME_TITLE);
            case PLACE -> value.length() > (toApp ? APP_PLACE : ACME_PLACE);
            case TIME -> !toApp && value.endsWith(" days");
            case STATUS, OWNER, CUSTOMER -> false;
        };
    }
}
