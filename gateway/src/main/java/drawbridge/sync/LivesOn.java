package drawbridge.sync;

import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Side;
import drawbridge.sync.Decision.Hold;
import drawbridge.sync.Decision.Move;

import java.util.List;
import java.util.Optional;

/// The record of a link is gone and may live on as another one of its system, whose answer to a
/// look for it comes in here: then nothing was deleted.
///
/// | what was found | decision |
/// | --- | --- |
/// | nothing | empty: it was deleted |
/// | one living record without a link that carries the reference which we gave it, or says by a strong key what it said | the link moves there |
/// | several of them | a person decides |
/// | a linked one that says by a strong key what it said | nothing is deleted: a person decides about the partner that is left |
public final class LivesOn {

    /// The reason of a hold: the record lives on in another one that is linked.
    public static final String MERGED = "merged";

    private LivesOn() {}

    /// What a look for the record that is gone found, at its own side.
    ///
    /// @param free living records without a link
    /// @param linked living records that have a partner of their own
    public record Found(List<RecordRef> free, List<RecordRef> linked) {

        public Found {
            free = List.copyOf(free);
            linked = List.copyOf(linked);
        }
    }

    /// Whether it may have become part of another record: where its partner is left, nobody decided
    /// about the delete, and it is known what it said.
    public static boolean mayBeMerged(Situation situation, Side gone) {
        return situation.parking().whole().isEmpty()
                && situation.state(gone.other()).isPresent()
                && situation.link().flatMap(link -> link.end(gone).base()).isPresent();
    }

    public static Optional<Decision.Survival> decide(Side gone, Found found) {
        if (!found.linked().isEmpty()) {
            return Optional.of(merged(found.linked().getFirst()));
        }
        return switch (found.free().size()) {
            case 0 -> Optional.empty();
            case 1 -> Optional.of(moved(gone, found.free().getFirst()));
            default ->
                    Optional.of(
                            new Hold(
                                    "several-matches",
                                    "It was deleted, and several records may be what became of it:"
                                            + " a person decides."));
        };
    }

    private static Move moved(Side side, RecordRef to) {
        return new Move(side, to, "Its record lives on as " + to + ": the link moves there.");
    }

    private static Hold merged(RecordRef survivor) {
        return new Hold(
                MERGED,
                "It became part of "
                        + survivor
                        + ", which has a partner of its own: nothing is deleted, and a person decides"
                        + " what becomes of the one that is left.");
    }
}
