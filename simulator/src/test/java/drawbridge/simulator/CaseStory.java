package drawbridge.simulator;

import drawbridge.crossing.engine.Arrivals.Incoming;
import drawbridge.crossing.engine.Deciding;
import drawbridge.crossing.engine.Settling.NewParked;
import drawbridge.crossing.engine.Settling.Outcome;
import drawbridge.mapping.FlowName;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Value;
import drawbridge.simulator.ModelBooks.Pair;

import org.jspecify.annotations.NullUnmarked;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/// Words in which the cases from life of `docs/cases.md` are told.
@NullUnmarked
abstract class CaseStory extends SimStory {

    static final Duration A_MINUTE = Duration.ofMinutes(1);

    ModelRemote.Weather weather(String system) {
        return Objects.requireNonNull(world.remote.weather.get(system));
    }

    List<NewParked> open() {
        return world.journal.books.open(NORTH);
    }

    /// What became of a change for a flow, last.
    Outcome outcome(UUID change, FlowName flow) {
        return Objects.requireNonNull(
                        world.journal.books.outcomes().get(new Pair(NORTH, change, flow)))
                .getLast();
    }

    Outcome outcome(Incoming change) {
        return outcome(change.id(), change.wants().getFirst().flow());
    }

    /// What came of all changes so far, each with its last outcome.
    List<Outcome> outcomes() {
        return world.journal.books.outcomes().values().stream()
                .filter(soFar -> !soFar.isEmpty())
                .map(List::getLast)
                .toList();
    }

    /// How many pairs ended, or wait, as the word says.
    long pairs(String word) {
        return world.journal.books.tally(NORTH).getOrDefault(word, 0L);
    }

    /// What the gateway changed in a system, each call that had an effect.
    static long calls(ModelSystem system, String operation) {
        return system.effects.stream()
                .filter(effect -> effect.gateway() && effect.operation().equals(operation))
                .count();
    }

    /// All that the gateway wrote to a system, whether it changed anything there or not.
    static long writes(ModelSystem system) {
        return system.effects.stream().filter(ModelSystem.Effect::gateway).count();
    }

    long writes() {
        return writes(acme()) + writes(app());
    }

    static void set(ModelSystem system, RecordRef record, Map<String, Value> members) {
        var _ =
                system.update(
                        record,
                        new Value.Obj(new LinkedHashMap<>(members)),
                        Optional.empty(),
                        false);
    }

    static Value.Obj whole(ModelSystem system, RecordRef record) {
        return Objects.requireNonNull(system.rows.get(record)).record;
    }

    /// Both systems tell of both records again, as they are, ten times.
    void tellTenTimesMore(RecordRef appointment, RecordRef event) {
        for (int i = 0; i < 10; i++) {
            world.postman.changedAtAcme(NORTH, appointment);
            world.postman.changedAtApp(NORTH, event, false);
            world.pass(A_MINUTE);
        }
    }

    /// A person has the one open item tried once more.
    void replay(int time) {
        NewParked item = open().getFirst();
        var _ =
                world.journal.act(
                        new Deciding.Act(
                                NORTH,
                                item.id(),
                                Deciding.Verb.REPLAY,
                                world.journal.books.openVersion(NORTH, item.id()).orElseThrow(),
                                "User 3",
                                "once more",
                                new UUID(17, time)));
        world.pass(A_MINUTE);
    }
}
