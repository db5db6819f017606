package drawbridge.sync;

import drawbridge.mapping.Applies;
import drawbridge.mapping.Flow;
import drawbridge.mapping.Side;
import drawbridge.mapping.State;
import drawbridge.mapping.Values;
import drawbridge.sync.Decision.AwaitOrigin;
import drawbridge.sync.Decision.Hold;
import drawbridge.sync.Decision.Leave;
import drawbridge.sync.Situation.Candidate;

import java.util.List;
import java.util.Optional;

/// A record without a partner: one is found, made, awaited, or a person is asked.
final class Unlinked {

    private final Situation situation;
    private final Flow flow;
    private final Side source;
    private final State state;

    Unlinked(Situation situation, State state) {
        this.situation = situation;
        this.flow = situation.flow();
        this.source = situation.origin();
        this.state = state;
    }

    Decision decide() {
        if (isOurs()) {
            return named(situation.reference().orElseThrow());
        }
        return switch (flow.takes(source, state)) {
            case Applies.Yes _ -> situation.reference().map(this::named).orElseGet(this::matched);
            case Applies.No _ -> filtered(source);
            case Applies.Unclear(String pointer, String sentence) ->
                    new Decision.Reject(pointer, sentence);
        };
    }

    static Leave filtered(Side source) {
        return new Leave(
                "filtered",
                "The record in "
                        + Words.inside(source)
                        + " does not pass the flow's filter: it is left alone.");
    }

    /// Whether it may be a record that has its link, or is about to have it, whatever a filter
    /// says.
    private boolean isOurs() {
        return situation.reference().isPresent()
                && (situation.reference().get().life() == Link.Life.UNLINKED
                        || situation.twin() instanceof Sight.Gone);
    }

    /// The record carries a reference of ours.
    private Decision named(Link link) {
        if (link.life() == Link.Life.UNLINKED) {
            return new AwaitOrigin(
                    link.id(),
                    "Its reference is ours: it waits for the create that may have made it.");
        }
        return switch (situation.twin()) {
            case Sight.Present _ ->
                    new Decision.Rename(
                            "It carries the reference of another living record, as a copy does: it"
                                    + " gets one of its own.");
            case Sight.Gone _ ->
                    isReplaced(link)
                            ? new Decision.Rename(
                                    "It carries the reference of a record in whose place another"
                                            + " was made since: it gets one of its own.")
                            : new AwaitOrigin(
                                    link.id(),
                                    "It carries the reference of a record that is gone: the link is"
                                            + " to move here.");
            case Sight.None _ ->
                    new Hold(
                            "copied-record",
                            "It carries the reference of another record: a person decides.");
        };
    }

    /// Whether the link's record carries another reference than this one: what was made in the
    /// place of this one, or of the one that this is a copy of. It is older than that, and the link
    /// does not move back to it.
    private boolean isReplaced(Link link) {
        return link.end(source)
                .base()
                .flatMap(base -> reference(base.agreed()))
                .filter(its -> !Optional.of(its).equals(reference(state)))
                .isPresent();
    }

    private Optional<String> reference(State of) {
        return flow.end(source)
                .externalReference()
                .flatMap(place -> place.find(of.record()))
                .flatMap(Values::idText);
    }

    private Decision matched() {
        List<Candidate> candidates =
                situation.candidates().stream().filter(this::takesPart).toList();
        List<Candidate> free = candidates.stream().filter(found -> !found.linked()).toList();
        boolean strong = candidates.stream().anyMatch(Candidate::strong);
        if (candidates.size() > 1 && (strong || free.size() > 1)) {
            return new Hold(
                    "several-matches",
                    "Several records of "
                            + Words.inside(source.other())
                            + " match: a person decides.");
        }
        if (free.size() == 1) {
            return one(free.getFirst());
        }
        if (strong) {
            return new Hold(
                    "match-is-linked",
                    "The only match is linked to another record: a person decides.");
        }
        return alone();
    }

    /// What the flow is not about is no partner; what is linked may have fallen out of a filter
    /// since.
    private boolean takesPart(Candidate found) {
        return found.linked() || !(flow.takes(source.other(), found.state()) instanceof Applies.No);
    }

    private Decision one(Candidate partner) {
        String found = "One free record of " + Words.inside(source.other()) + " matches: ";
        return switch (flow.oneMatch()) {
            case LINK_ONLY ->
                    new Decision.Adopt(
                            partner.record(),
                            partner.state(),
                            false,
                            found + "both are linked as they are.");
            case ADOPT ->
                    new Decision.Adopt(
                            partner.record(),
                            partner.state(),
                            true,
                            found + "both are linked and merged.");
            case DUPLICATE -> alone();
            case HOLD -> new Hold("one-match", found + "the flow asks a person.");
        };
    }

    private Decision alone() {
        return switch (flow.noMatch(source)) {
            case IGNORE ->
                    new Leave(
                            "no-partner",
                            Words.named(source.other()) + " has no match and the flow makes none.");
            case HOLD ->
                    new Hold(
                            "no-match",
                            Words.named(source.other()) + " has no match: the flow asks a person.");
            case CREATE -> new Making(flow, source, state, situation.refs()).decide();
        };
    }
}
