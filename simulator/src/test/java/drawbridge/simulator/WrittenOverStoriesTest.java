package drawbridge.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.crossing.engine.Deciding.Verb;
import drawbridge.crossing.engine.Settling.NewParked;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Value;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The app takes writes without a precondition: what its users set while one is on its way is gone
/// when that arrives, and nothing but their push tells that it was there.
@NullUnmarked
class WrittenOverStoriesTest extends SimStory {

    private static final Duration A_MINUTE = Duration.ofMinutes(1);

    private RecordRef appointment;
    private RecordRef event;

    @BeforeEach
    void anEventThatCrossed() {
        crossed();
    }

    private void crossed() {
        appointment = appointment("Title 1");
        event = event(appointment);
        world.pass(A_MINUTE);
    }

    /// The appointment is renamed, and `meanwhile` happens while that is on its way to the app.
    private void renamed(Runnable meanwhile) {
        world.remote.weather.get("app").road = Optional.of(Duration.ofSeconds(8));
        change(acme(), appointment, "subject", "Title 2");
        world.pass(Duration.ofSeconds(4));
        meanwhile.run();
        world.pass(Duration.ofSeconds(3));
        world.remote.weather.get("app").road = Optional.empty();
        world.pass(A_MINUTE);
    }

    private void title(String text) {
        change(app(), event, "title", text);
        world.pass(Duration.ofMillis(500));
    }

    private Value.Obj now() {
        return app().rows.get(event).record;
    }

    private Value title() {
        return member(app(), event, "title");
    }

    private Value subject() {
        return member(acme(), appointment, "subject");
    }

    private Stream<String> reasons() {
        return world.journal.books.open(NORTH).stream().map(NewParked::reason);
    }

    @Test
    void aTitleThatAUserSetWhileOursWasOnItsWayIsPutBackAndAPersonIsAsked() {
        renamed(() -> title("Title 3"));

        assertThat(title()).isEqualTo(Value.of("Title 3"));
        assertThat(subject()).isEqualTo(Value.of("Title 2"));
        NewParked asked = world.journal.books.open(NORTH).getFirst();
        assertThat(asked.reason()).isEqualTo("both-changed");
        assertThat(asked.group()).contains("title");
        assertThat(asked.baseValue()).contains("Title 1");
        assertThat(asked.acmeValue()).contains("Title 2");
        assertThat(asked.appValue()).contains("Title 3");
    }

    @Test
    void theTitleThatWasPutBackCrossesWhenAPersonKeepsIt() {
        renamed(() -> title("Title 3"));

        decide(Verb.KEEP_APP);

        assertThat(subject()).isEqualTo(Value.of("Title 3"));
        assertThat(title()).isEqualTo(Value.of("Title 3"));
        assertThat(reasons()).isEmpty();
    }

    @Test
    void aPushThatComesOnceMoreAfterThePersonsWordBringsTheTitleNotBack() {
        Value.Obj[] then = new Value.Obj[1];
        renamed(
                () -> {
                    title("Title 3");
                    then[0] = now();
                });
        decide(Verb.KEEP_ACME);
        assertThat(title()).isEqualTo(Value.of("Title 2"));

        world.postman.pushAgain(NORTH, event, then[0]);
        world.pass(A_MINUTE);

        assertThat(title()).isEqualTo(Value.of("Title 2"));
        assertThat(subject()).isEqualTo(Value.of("Title 2"));
        assertThat(reasons()).isEmpty();
    }

    @Test
    void theLastOfTwoTitlesThatWereSetMeanwhileIsPutBack() {
        renamed(
                () -> {
                    title("Title 3");
                    title("Title 4");
                });

        assertThat(title()).isEqualTo(Value.of("Title 4"));
        assertThat(reasons()).containsExactly("both-changed");
    }

    @Test
    void aTitleThatItsUserTookBackBeforeOursArrivedIsNoQuestion() {
        renamed(
                () -> {
                    title("Title 3");
                    title("Title 1");
                });

        assertThat(title()).isEqualTo(Value.of("Title 2"));
        assertThat(subject()).isEqualTo(Value.of("Title 2"));
        assertThat(world.journal.books.asked()).isEmpty();
    }

    @Test
    void aTitleThatItsUserSetWhileTheOneBeforeWasPutBackStands() {
        Value.Obj[] then = new Value.Obj[1];
        renamed(
                () -> {
                    change(app(), event, "title", "Title 3");
                    then[0] = now();
                    world.pass(Duration.ofSeconds(5));
                    change(app(), event, "title", "Title 4");
                });
        world.pass(A_MINUTE);
        world.postman.pushAgain(NORTH, event, then[0]);
        world.pass(A_MINUTE);

        assertThat(title()).isEqualTo(Value.of("Title 4"));
        assertThat(world.journal.books.open(NORTH))
                .singleElement()
                .satisfies(
                        asked -> {
                            assertThat(asked.baseValue()).contains("Title 1");
                            assertThat(asked.acmeValue()).contains("Title 2");
                            assertThat(asked.appValue()).contains("Title 4");
                        });
    }

    @Test
    void aPlaceThatWasSetMeanwhileCrossesAndAsksNobody() {
        renamed(() -> change(app(), event, "place", "Place 2"));

        assertThat(title()).isEqualTo(Value.of("Title 2"));
        assertThat(member(acme(), appointment, "location")).isEqualTo(Value.of("Place 2"));
        assertThat(world.journal.books.asked()).isEmpty();
    }

    @Test
    void aTitleThatAUserSetIsPutBackAlsoWhereOursWasNotAnswered() {
        ModelRemote.Weather weather = world.remote.weather.get("app");
        weather.road = Optional.of(Duration.ofSeconds(8));
        weather.lostAnswers = 1;
        weather.readable = true;
        change(acme(), appointment, "subject", "Title 2");
        world.pass(Duration.ofSeconds(4));
        title("Title 3");
        world.pass(Duration.ofSeconds(5));
        weather.clear();
        world.pass(A_MINUTE);

        assertThat(title()).isEqualTo(Value.of("Title 3"));
        assertThat(subject()).isEqualTo(Value.of("Title 2"));
        assertThat(reasons()).containsExactly("both-changed");
    }

    @Test
    void anOldPushThatComesAfterOurWriteBringsNothingBack() {
        Value.Obj first = now();
        change(app(), event, "title", "Title A");
        Value.Obj old = now();
        world.pass(A_MINUTE);
        renamed(() -> {});

        world.postman.pushAgain(NORTH, event, old);
        world.postman.pushAgain(NORTH, event, first);
        world.pass(A_MINUTE);

        assertThat(title()).isEqualTo(Value.of("Title 2"));
        assertThat(subject()).isEqualTo(Value.of("Title 2"));
        assertThat(world.journal.books.asked()).isEmpty();
    }

    @Test
    void aTitleThatWasWrittenOverIsKeptForPeopleWhereAcmesTitlesCount() {
        begin(
                new SimWorld(
                        SimMappings.changed(
                                Map.of(
                                        "  title:\n    policy: hold\n",
                                        "  title:\n    policy: acme\n"))));
        crossed();

        renamed(() -> title("Title 3"));

        assertThat(title()).isEqualTo(Value.of("Title 2"));
        assertThat(subject()).isEqualTo(Value.of("Title 2"));
        List<NewParked> kept =
                world.journal.books.asked().stream()
                        .map(ModelBooks.Asked::item)
                        .filter(item -> item.reason().equals("acme-won"))
                        .toList();
        assertThat(kept)
                .singleElement()
                .satisfies(item -> assertThat(item.appValue()).contains("Title 3"));
        assertThat(world.journal.books.open(NORTH)).isEmpty();
    }

    @Test
    void theTimelineTellsWhyTheTitleWasPutBack() {
        renamed(() -> title("Title 3"));

        assertThat(world.journal.links.ended.values())
                .anySatisfy(how -> assertThat(how).contains("it is put back"));
    }
}
