package drawbridge.crossing.engine;

import java.util.Optional;
import java.util.UUID;

/// What a record that we make carries, so that it is found again: the id of its link. One that
/// takes the place of another has a reference of its own, because a system may take each but once.
final class Reference {

    private static final char ANEW = '~';
    private static final int MARK = 8;

    private Reference() {}

    static String of(UUID link) {
        return link.toString();
    }

    /// @param gone the id of the record whose place is taken
    static String anew(UUID link, String gone) {
        return link.toString()
                + ANEW
                + Hash.of("anew", gone).asUuid().toString().substring(0, MARK);
    }

    static boolean isAnew(String reference) {
        return reference.indexOf(ANEW) >= 0;
    }

    /// The link that it names, if it is ours.
    static Optional<UUID> link(String reference) {
        int end = reference.indexOf(ANEW);
        try {
            return Optional.of(UUID.fromString(end < 0 ? reference : reference.substring(0, end)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
