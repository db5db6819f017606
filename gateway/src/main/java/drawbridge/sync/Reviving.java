package drawbridge.sync;

import drawbridge.mapping.Side;
import drawbridge.sync.Decision.Hold;
import drawbridge.sync.Decision.Leave;
import drawbridge.sync.Decision.Revive;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A link whose delete was carried out. A living record beats our tombstone: one that is there
/// again gets its partner back, with the link's history, and the delete is not sent again.
final class Reviving {

    private final Situation situation;
    private final Link link;

    Reviving(Situation situation, Link link) {
        this.situation = situation;
        this.link = link;
    }

    Decision decide() {
        List<Side> back = new ArrayList<>();
        for (Side side : Side.values()) {
            if (link.end(side).missingSince().isPresent() && isThere(side)) {
                back.add(side);
            }
        }
        if (back.isEmpty()) {
            return new Leave(
                    "tombstone",
                    "Its partner was deleted and that was carried out: this record goes its own"
                            + " way.");
        }
        Side first = back.getFirst();
        if (!isThere(first.other())) {
            return new Hold(
                    "restored-alone",
                    Words.named(first)
                            + " restored the record, but its partner was deleted too: a person"
                            + " decides.");
        }
        Optional<Side> alone = back.size() == 1 ? Optional.of(first) : Optional.empty();
        return new Revive(
                first,
                new Merging(situation, link, alone).decide(),
                Words.named(first)
                        + " has the record again: both are linked as before, and it is brought"
                        + " back in "
                        + Words.inside(first.other())
                        + ".");
    }

    private boolean isThere(Side side) {
        return situation.sight(side) instanceof Sight.Present;
    }
}
