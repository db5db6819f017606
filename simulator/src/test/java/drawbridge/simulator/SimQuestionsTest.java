package drawbridge.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.crossing.engine.Journal;
import drawbridge.crossing.engine.Settling;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Side;
import drawbridge.mapping.Value;
import drawbridge.sync.Deleting;

import io.vertx.core.Future;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Objects;

@NullUnmarked
class SimQuestionsTest extends SimStory {

    private static final Duration A_MINUTE = Duration.ofMinutes(1);

    /// What was agreed on about the first one says nothing about its copy, to which the link moves.
    @Test
    void findsTheReasonForAQuestionAboutATitleThatACopyHadAllAlong() {
        RecordRef first = madeInAcme("Title 1");
        RecordRef event = event(first);
        world.pass(A_MINUTE);
        world.postman.keep();
        RecordRef copy = copy(first, "Title 2");
        world.traffic.moves.copied(NORTH, copy, first);
        change(acme(), first, "subject", "Title 3");
        world.postman.letGo(1);
        world.pass(Duration.ofSeconds(10));
        assertThat(member(app(), event, "title")).isEqualTo(Value.of("Title 3"));

        acme().delete(first);
        change(app(), event, "title", "Title 4");
        world.pass(A_MINUTE);

        assertThat(world.journal.books.asked())
                .extracting(asked -> asked.item().reason())
                .containsExactly("both-changed");
        assertThat(new SimQuestions(world, its -> new SimLedger(world, its)).needless()).isEmpty();
    }

    /// The title was on its way to Acme and did not arrive, and somebody had changed the
    /// appointment between the look and the call: by then nobody can tell whether the title was put
    /// back.
    @Test
    void findsTheReasonForAQuestionInAnEditFromBetweenTheLookAndAnUnansweredCall() {
        begin(
                new SimWorld(
                        SimPlan.usual(1, SimMappings.SHIPPED),
                        new SimTale(),
                        SimQuestionsTest::edited));
        RecordRef made = madeInAcme("Title 1");
        RecordRef event = event(made);
        world.pass(A_MINUTE);
        ModelRemote.Weather acme = Objects.requireNonNull(world.remote.weather.get("acme"));
        acme.failedWrites = 1;
        change(app(), event, "title", "Title 2");
        world.pass(Duration.ofSeconds(2));
        app().delete(event);
        acme.clear();
        world.pass(A_MINUTE);

        assertThat(world.journal.books.asked())
                .extracting(asked -> asked.item().reason())
                .containsOnly(Deleting.AGAINST_EDIT);
        assertThat(new SimQuestions(world, its -> new SimLedger(world, its)).needless()).isEmpty();
    }

    /// A user labels an appointment just before it is written.
    private static Sabotage edited(SimWorld world) {
        return new Sabotage() {
            @Override
            public Journal journal(Journal port) {
                return new JournalWrap(port) {
                    @Override
                    public Future<Attempted> attempt(Settling.Attempt attempt) {
                        attempt.record()
                                .filter(_ -> attempt.target() == Side.ACME)
                                .map(id -> new RecordRef(SimWorld.APPOINTMENT, id))
                                .ifPresent(
                                        record ->
                                                change(
                                                        world.system(NORTH, "acme"),
                                                        record,
                                                        "labels",
                                                        "Label 1"));
                        return super.attempt(attempt);
                    }
                };
            }
        };
    }
}
