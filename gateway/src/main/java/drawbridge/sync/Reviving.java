package drawbridge.sync;

import drawbridge.mapping.Flow;
import drawbridge.mapping.Side;
import drawbridge.mapping.State;
import drawbridge.sync.Decision.AwaitProof;
import drawbridge.sync.Decision.Leave;
import drawbridge.sync.Decision.Revive;

import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
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
        Optional<Side> first =
                Arrays.stream(Side.values())
                        .filter(side -> link.end(side).missingSince().isPresent())
                        .filter(this::isThere)
                        .min(Comparator.comparing(this::since));
        if (first.isEmpty()) {
            return left();
        }
        Side back = first.get();
        Instant sure = since(back).plus(situation.flow().end(back).consistency());
        if (situation.now().isBefore(sure)) {
            return new AwaitProof(
                    back,
                    since(back),
                    sure,
                    Words.named(back)
                            + " may still answer with what was there before the delete: it is asked"
                            + " again.");
        }
        return isThere(back.other()) ? revive(back) : alone(back);
    }

    private static Decision left() {
        return new Leave(
                "tombstone",
                "Its partner was deleted and that was carried out: this record goes its own way.");
    }

    private Instant since(Side side) {
        return link.end(side).missingSince().orElseThrow();
    }

    private boolean isThere(Side side) {
        return situation.sight(side) instanceof Sight.Present;
    }

    private Decision revive(Side back) {
        return new Revive(
                back,
                new Merging(situation, link, Optional.of(back)).decide(),
                Words.named(back)
                        + " has the record again: both are linked as before, and it is brought"
                        + " back in "
                        + Words.inside(back.other())
                        + ".");
    }

    /// Its partner was deleted for it, or by others too: it is made anew.
    private Decision alone(Side back) {
        Side other = back.other();
        if (!(situation.sight(back) instanceof Sight.Present(State state))
                || situation.flow().noMatch(back) != Flow.NoMatch.CREATE) {
            return left();
        }
        boolean explicit =
                switch (situation.sight(other)) {
                    case Sight.Gone(boolean told) -> told;
                    case Sight.None _, Sight.Present _ -> link.end(other).record().isEmpty();
                };
        Instant missing = link.end(other).missingSince().orElse(situation.now());
        Instant proven = missing.plus(situation.deleteGap());
        if (!explicit && situation.now().isBefore(proven)) {
            return new AwaitProof(
                    other,
                    missing,
                    proven,
                    Words.named(other)
                            + " does not find the partner of a record that came back. It is asked"
                            + " again.");
        }
        return new Making(situation.flow(), back, state, situation.refs())
                .anew(
                        link.end(other).base().map(Base::agreed),
                        "came-back",
                        Words.named(back)
                                + " has the record again: its partner in "
                                + Words.inside(other)
                                + " is made anew.");
    }
}
