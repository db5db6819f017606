package drawbridge.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Value;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

import java.time.Duration;

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
}
