package drawbridge.simulator;

import drawbridge.crossing.engine.LaneId;
import drawbridge.crossing.engine.Settling.NewParked;
import drawbridge.crossing.engine.Settling.ParkedKind;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Side;
import drawbridge.mapping.Value;
import drawbridge.simulator.ModelBooks.Asked;
import drawbridge.simulator.ModelJournal.LaneKey;
import drawbridge.tenant.TenantId;

import org.jspecify.annotations.NullUnmarked;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Judges dead letters: each has a record behind it that held what the other side cannot take, and
/// one that is open has it behind it still.
@NullUnmarked
final class SimDead {

    /// Of several days Acme takes but one.
    private static final String DAYS = "all_day_on";

    /// What was moved or renamed and then cancelled has no time and title of its own any more.
    private static final String OF_ONE = "a single occurrence of a series has no ";

    private final SimWorld world;
    private final TenantId tenant;
    private final SimLedger ledger;

    SimDead(SimWorld world, TenantId tenant, SimLedger ledger) {
        this.world = world;
        this.tenant = tenant;
        this.ledger = ledger;
    }

    List<String> breaches() {
        List<String> wrong = new ArrayList<>();
        Set<NewParked> open = new HashSet<>(world.journal.books.open(tenant));
        for (Asked asked : world.journal.books.asked()) {
            NewParked item = asked.item();
            if (item.kind() == ParkedKind.DEAD
                    && asked.lane().tenant().equals(tenant)
                    && !isOfMany(asked)
                    && !hasCause(asked, open.contains(item))) {
                wrong.add(
                        "dead for no reason: "
                                + item.sentence()
                                + " "
                                + item.field().orElse("(no field)")
                                + ", item "
                                + item.id()
                                + " of "
                                + ledger.of(asked.lane().lane())
                                + " at "
                                + asked.at());
            }
        }
        return wrong;
    }

    /// One item that asks for many others, each of which is judged itself.
    private static boolean isOfMany(Asked asked) {
        return asked.lane()
                .equals(new LaneKey(asked.lane().tenant(), new LaneId(asked.item().id())));
    }

    private boolean hasCause(Asked asked, boolean open) {
        NewParked item = asked.item();
        if (item.sentence().startsWith(OF_ONE)) {
            return world.expands(tenant);
        }
        String field = item.field().map(pointer -> pointer.replace("/", "")).orElse("");
        Set<RecordRef> its = ledger.of(asked.lane().lane());
        Stream<Value.Obj> held =
                open
                        ? its.stream().flatMap(record -> present(record).stream())
                        : its.stream()
                                .flatMap(record -> ledger.of(record).stream())
                                .filter(effect -> !effect.at().isAfter(asked.at()))
                                .map(ModelSystem.Effect::after);
        return field.equals(DAYS)
                ? held.anyMatch(SimDead::isOfSeveralDays)
                : longest(field)
                        .filter(most -> held.anyMatch(one -> isLonger(one, most)))
                        .isPresent();
    }

    private Optional<Value.Obj> present(RecordRef record) {
        return Optional.ofNullable(
                        world.system(tenant, record.resource().system()).rows.get(record))
                .filter(row -> !row.deleted)
                .map(row -> row.record);
    }

    /// How long a field may be in the system that has it.
    private Optional<Integer> longest(String field) {
        return Stream.of(Side.values())
                .map(side -> world.system(tenant, side.word()).habits.longest().get(field))
                .filter(java.util.Objects::nonNull)
                .findFirst();
    }

    private static boolean isLonger(Value.Obj record, int most) {
        return record.members().values().stream()
                .anyMatch(
                        value ->
                                value instanceof Value.Text(String text)
                                        && text.strip().length() > most);
    }

    private static boolean isOfSeveralDays(Value.Obj record) {
        return Value.of(true).equals(record.members().get("allDay"))
                && record.members().get("start") instanceof Value.Text(String first)
                && record.members().get("end") instanceof Value.Text(String end)
                && ChronoUnit.DAYS.between(LocalDate.parse(first), LocalDate.parse(end)) > 1;
    }
}
