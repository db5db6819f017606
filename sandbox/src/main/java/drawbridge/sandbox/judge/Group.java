package drawbridge.sandbox.judge;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/// Fields that move together.
enum Group {
    TIME,
    TITLE,
    STATUS,
    PLACE,
    OWNER,
    /// Crosses from Acme to the app only.
    CUSTOMER;

    /// Groups that either side may change.
    static final Set<Group> SHARED = EnumSet.of(TIME, TITLE, STATUS, PLACE, OWNER);

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
