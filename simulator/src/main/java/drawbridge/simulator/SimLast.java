package drawbridge.simulator;

import drawbridge.mapping.FieldName;
import drawbridge.mapping.Flow;
import drawbridge.mapping.Neutral;
import drawbridge.mapping.Reading;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Side;
import drawbridge.simulator.SimAgreement.Compared;
import drawbridge.simulator.SimLedger.Step;
import drawbridge.sync.Link;
import drawbridge.tenant.TenantId;

import org.jspecify.annotations.NullUnmarked;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;

/// Judges which of the edits of a group stands at the end, and how often it was written.
@NullUnmarked
final class SimLast {

    /// So often a value may come back before anybody notices: what an unanswered write did is
    /// noticed one look later.
    private static final int TURNS = 5;

    private final SimWorld world;
    private final SimTraffic traffic;
    private final SimLedger ledger;

    SimLast(SimWorld world, SimTraffic traffic, SimLedger ledger) {
        this.world = world;
        this.traffic = traffic;
        this.ledger = ledger;
    }

    /// What is wrong with a group that both sides hold alike.
    List<String> of(Compared compared) {
        if (compared.group().policy() == Flow.Policy.UNION && areOfBoth(compared)) {
            return labels(compared);
        }
        return compared.crossesBothWays()
                ? older(compared, edits(compared)).stream().toList()
                : List.of();
    }

    /// A group that is written to and fro between the same two values is noticed, and somebody is
    /// asked.
    Optional<String> toAndFro(Compared compared) {
        SimPair pair = compared.pair();
        List<Step> written = new ArrayList<>();
        for (Side side : Side.values()) {
            ledger.steps(side, pair.record(side), compared.group().name()).stream()
                    .filter(step -> step.gateway() && !step.creates())
                    .forEach(written::add);
        }
        written.sort(Comparator.comparing(Step::at));
        List<String> values =
                written.stream()
                        .map(step -> compared.flow().show(compared.group().name(), step.after()))
                        .map(String::strip)
                        .toList();
        int turns = 0;
        int most = 0;
        for (int i = 2; i < values.size(); i++) {
            boolean turnsBack =
                    values.get(i).equals(values.get(i - 2))
                            && !values.get(i).equals(values.get(i - 1));
            turns = turnsBack ? turns + 1 : 0;
            most = Math.max(most, turns);
        }
        return most > TURNS && decidedUntil(compared).isEmpty()
                ? Optional.of(
                        "looped: the %s of %s and %s went to and fro %d times"
                                .formatted(compared.name(), pair.acme(), pair.app(), most))
                : Optional.empty();
    }

    /// Whether users of both sides changed the group, of these records or of others that the link
    /// joined before.
    private boolean areOfBoth(Compared compared) {
        return lives(compared)
                        .filter(step -> !step.gateway())
                        .filter(step -> !step.creates() || !SimLedger.isBlank(step.after()))
                        .map(Step::side)
                        .distinct()
                        .count()
                > 1;
    }

    /// What became of the group in all records that the link ever joined.
    private Stream<Step> lives(Compared compared) {
        SimPair pair = compared.pair();
        return Arrays.stream(Side.values())
                .flatMap(
                        side ->
                                traffic.named(pair.tenant(), side, pair.link()).stream()
                                        .flatMap(
                                                record ->
                                                        ledger
                                                                .steps(
                                                                        side,
                                                                        record,
                                                                        compared.group().name())
                                                                .stream()));
    }

    private boolean isDoubted(SimPair pair) {
        return world.remote.doubted.contains(pair.acme())
                || world.remote.doubted.contains(pair.app());
    }

    /// Where a call was lost or a person decided, labels may be others.
    private List<String> labels(Compared compared) {
        SimPair pair = compared.pair();
        boolean sure = !raced(compared) && !isDoubted(pair) && decidedUntil(compared).isEmpty();
        return sure
                ? traffic.labels.wrong(
                        List.of(pair.acme(), pair.app()),
                        Arrays.stream(Side.values())
                                .flatMap(
                                        side ->
                                                traffic
                                                        .named(pair.tenant(), side, pair.link())
                                                        .stream())
                                .filter(record -> !pair.isOf(record))
                                .toList(),
                        Side.ACME,
                        pair.atAcme().record)
                : List.of();
    }

    /// Whether a write of the gateway went over what a user had made of the group since the gateway
    /// had read the record.
    private boolean raced(Compared compared) {
        SimPair pair = compared.pair();
        List<Step> steps = ledger.steps(Side.APP, pair.app(), compared.group().name());
        return traffic.system(pair.tenant(), Side.APP).races.stream()
                .filter(race -> race.record().equals(pair.app()))
                .anyMatch(
                        race ->
                                steps.stream().anyMatch(step -> isUnder(race, step))
                                        && steps.stream()
                                                .anyMatch(
                                                        step ->
                                                                step.gateway()
                                                                        && step.at()
                                                                                .equals(
                                                                                        race
                                                                                                .written())));
    }

    private static boolean isUnder(ModelSystem.Race race, Step step) {
        return !step.gateway()
                && !step.at().isBefore(race.read())
                && !step.at().isAfter(race.written());
    }

    /// The last edit stands: of both sides' where the group is joined or the newest wins as well,
    /// for what two edited against each other is asked about. Once a person was asked, one of all
    /// the edits until then stands; what was edited after that counts again.
    private Optional<String> older(Compared compared, List<Step> edits) {
        SimPair pair = compared.pair();
        if (edits.isEmpty() || raced(compared) || isOfOneBefore(compared)) {
            return Optional.empty();
        }
        Step last = edits.getLast();
        boolean decided =
                compared.group().policy() == Flow.Policy.ACME
                        || compared.group().policy() == Flow.Policy.APP
                        || decidedUntil(compared)
                                .filter(until -> wasKnown(edits, last, until))
                                .isPresent();
        boolean right =
                (decided || isOfADelete(compared))
                        ? isMark(compared) || edits.stream().anyMatch(compared::stands)
                        : lasts(compared, edits).stream().anyMatch(compared::stands);
        if (!right) {
            return Optional.of(
                    "older: %s of %s and %s is %s, but the last edits are %s and %s"
                            .formatted(
                                    compared.name(),
                                    pair.acme(),
                                    pair.app(),
                                    compared.flow().show(compared.group().name(), compared.one()),
                                    told(compared, edits, Side.ACME),
                                    told(compared, edits, Side.APP)));
        }
        // What Acme made of the app's value by its habits is Acme's own: the app keeps what it has.
        boolean own = last.side() == Side.APP && compared.stands(last);
        return own && !decided && !isDoubted(pair) && !ledger.same(last.after(), compared.other())
                ? Optional.of(
                        "written back: %s of %s after %s"
                                .formatted(
                                        compared.name(),
                                        pair.app(),
                                        told(compared, edits, Side.APP)))
                : Optional.empty();
    }

    /// Whether a delete may have set what a user may set as well, and its return may have undone
    /// it: which of them it was, nobody can tell once an answer was lost.
    private boolean isOfADelete(Compared compared) {
        SimPair pair = compared.pair();
        return compared.group().fields().stream()
                        .anyMatch(field -> compared.flow().cancelled().containsKey(field))
                && Arrays.stream(Side.values())
                        .flatMap(side -> traffic.named(pair.tenant(), side, pair.link()).stream())
                        .flatMap(record -> ledger.of(record).stream())
                        .anyMatch(effect -> effect.operation().equals("delete"));
    }

    /// Whether a person who decided at `until` knew of the last edit, if only because the same
    /// stood there by then.
    private boolean wasKnown(List<Step> edits, Step last, Instant until) {
        return edits.stream()
                .filter(step -> step.side() == last.side() && !step.at().isAfter(until))
                .anyMatch(step -> ledger.same(step.after(), last.after()));
    }

    private static String told(Compared compared, List<Step> edits, Side side) {
        return edits.stream()
                .filter(step -> step.side() == side)
                .reduce((_, later) -> later)
                .map(
                        step ->
                                compared.flow().show(compared.group().name(), step.after())
                                        + " at "
                                        + step.at())
                .orElse("none");
    }

    /// Until when what became of the group was a person's to say: empty if nobody was ever asked.
    private Optional<Instant> decidedUntil(Compared compared) {
        return world.journal.books.askedUntil(compared.pair().key(), compared.name());
    }

    /// What users made of the group on both sides, in the order of time. What a record brings along
    /// from another link is what this one began with.
    private List<Step> edits(Compared compared) {
        SimPair pair = compared.pair();
        List<Step> edits = new ArrayList<>();
        for (Side side : Side.values()) {
            RecordRef record = pair.record(side);
            Instant joined =
                    isOfAnother(pair, side, record)
                            ? ledger.made(pair.record(side.other())).orElse(Instant.MIN)
                            : Instant.MIN;
            ledger.steps(side, record, compared.group().name()).stream()
                    .filter(step -> !step.gateway() && !step.at().isBefore(joined))
                    .forEach(edits::add);
        }
        edits.sort(Comparator.comparing(Step::at));
        return edits;
    }

    /// The edits that may stand: the last one, and where a user came back to what was there before
    /// anything of that had crossed, which is no change, the last one beside those.
    private List<Step> lasts(Compared compared, List<Step> edits) {
        List<Step> left = new ArrayList<>(edits);
        List<Step> lasts = new ArrayList<>();
        while (!left.isEmpty()) {
            Step last = left.getLast();
            lasts.add(last);
            Optional<Instant> began = began(compared, left, last);
            if (began.isEmpty()) {
                break;
            }
            left.removeIf(step -> step.side() == last.side() && !step.at().isBefore(began.get()));
        }
        return lasts;
    }

    /// When a user began what came back with `last` to where it had been, unseen.
    private Optional<Instant> began(Compared compared, List<Step> edits, Step last) {
        Side other = last.side().other();
        List<Step> there =
                ledger.steps(other, compared.pair().record(other), compared.group().name());
        return edits.reversed().stream()
                .filter(step -> step.side() == last.side() && !step.creates())
                .filter(step -> ledger.same(step.before(), last.after()))
                .map(Step::at)
                .filter(
                        at ->
                                there.stream()
                                        .noneMatch(step -> step.gateway() && step.at().isAfter(at)))
                .findFirst();
    }

    /// Whether a value stands that came from a record in whose place another was made.
    private boolean isOfOneBefore(Compared compared) {
        return lives(compared)
                .filter(step -> !compared.pair().isOf(step.record()) && !step.gateway())
                .anyMatch(compared::stands);
    }

    private boolean isOfAnother(SimPair pair, Side side, RecordRef record) {
        return world.journal.links.all(pair.tenant()).stream()
                .filter(link -> link.flow().equals(pair.link().flow()))
                .filter(link -> !link.id().equals(pair.link().id()))
                .anyMatch(link -> isNamed(pair.tenant(), side, link, record));
    }

    private boolean isNamed(TenantId tenant, Side side, Link link, RecordRef record) {
        return traffic.named(tenant, side, link).contains(record);
    }

    /// What our own delete put there: a person may keep it.
    private static boolean isMark(Compared compared) {
        return isMark(compared.flow(), compared.group(), compared.one());
    }

    /// Whether a group says what a delete would make of it.
    static boolean isMark(Flow flow, Flow.Group group, Reading reading) {
        return isMark(flow, group, reading, flow.softDeleted())
                || isMark(flow, group, reading, flow.cancelled());
    }

    private static boolean isMark(
            Flow flow, Flow.Group group, Reading reading, Map<FieldName, Neutral> mark) {
        return reading instanceof Reading.Of(SequencedMap<FieldName, Neutral> fields)
                && group.fields().stream()
                        .allMatch(
                                field ->
                                        mark.containsKey(field)
                                                && flow.same(
                                                        field, fields.get(field), mark.get(field)));
    }
}
