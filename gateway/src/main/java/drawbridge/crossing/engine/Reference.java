package drawbridge.crossing.engine;

import drawbridge.mapping.JsonText;
import drawbridge.mapping.Side;
import drawbridge.sync.Link;

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

    /// The same until the link settles again. A partner that came back and went once more has
    /// another one: what was made in its place the first time may live on.
    ///
    /// @param target whose record's place is taken
    static String anew(Link link, Side target) {
        Link.End gone = link.end(target);
        String last =
                gone.base()
                        .map(base -> Bytes.copyOf(JsonText.write(base.agreed().record())))
                        .map(bytes -> Hash.of(bytes).asUuid().toString())
                        .orElse("");
        return link.id().toString()
                + ANEW
                + Hash.of("anew", gone.record().orElse(""), gone.lastVersion().orElse(""), last)
                        .asUuid()
                        .toString()
                        .substring(0, MARK);
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
