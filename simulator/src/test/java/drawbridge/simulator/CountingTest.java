package drawbridge.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;

import drawbridge.mapping.RecordRef;
import drawbridge.mapping.ResourceName;
import drawbridge.mapping.Value;
import drawbridge.tenant.TenantId;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// How a bucket's number reaches the dashboard, in calm weather and in bad.
class CountingTest {

    private static final TenantId NORTH = TenantId.named("north");
    private static final String MONDAY = "2026-03-02T10:00:00Z";
    private static final String TUESDAY = "2026-03-03T10:00:00Z";

    private SimWorld world;
    private RecordRef user;
    private RecordRef member;

    @BeforeEach
    void aUserOfBothSystems() {
        world = new SimWorld(SimMappings.SHIPPED).calm();
        user = made(acme(), SimWorld.USER, Map.of("email", "user1@example.com"));
        member = made(app(), SimWorld.MEMBER, Map.of("mail", "user1@example.com"));
        world.pass(Duration.ofMinutes(1));
    }

    @Test
    void putsOneFigureForManyActivitiesThatComeTogether() {
        for (int i = 0; i < 200; i++) {
            activity(MONDAY);
        }
        world.pass(Duration.ofMinutes(1));

        assertThat(app().figures).containsExactly(Map.entry(figure("2026-03-02"), 200L));
        assertThat(app().puts).isLessThan(10);
        assertThat(pending()).isZero();
    }

    @Test
    void putsBothFiguresOfAnActivityThatMoves() {
        RecordRef moving = activity(MONDAY);
        activity(MONDAY);
        world.pass(Duration.ofMinutes(1));

        change(moving, "occurred_at", TUESDAY);
        world.pass(Duration.ofMinutes(1));

        assertThat(app().figures)
                .containsOnly(
                        Map.entry(figure("2026-03-02"), 1L), Map.entry(figure("2026-03-03"), 1L));
    }

    @Test
    void putsAFigureOfNoneWhereTheLastActivityWasDeleted() {
        RecordRef only = activity(MONDAY);
        world.pass(Duration.ofMinutes(1));

        acme().delete(only);
        world.pass(Duration.ofMinutes(1));

        assertThat(app().figures).containsExactly(Map.entry(figure("2026-03-02"), 0L));
    }

    @Test
    void putsAFigureAgainThatMayHaveBeenTaken() {
        weather().lostAnswers = 1;
        activity(MONDAY);
        world.pass(Duration.ofSeconds(5));
        weather().clear();
        activity(MONDAY);
        world.pass(Duration.ofMinutes(1));

        assertThat(app().figures).containsExactly(Map.entry(figure("2026-03-02"), 2L));
        assertThat(pending()).isZero();
        assertThat(world.journal.links.openAttempts()).isEmpty();
        assertThat(world.journal.books.open(NORTH)).isEmpty();
    }

    @Test
    void holdsAFigureWhileTheAppIsDownAndMakesNoDeadLetter() {
        weather().down = true;
        activity(MONDAY);
        world.pass(Duration.ofMinutes(10));
        assertThat(pending()).isEqualTo(1);

        weather().clear();
        world.pass(Duration.ofMinutes(2));

        assertThat(app().figures).containsExactly(Map.entry(figure("2026-03-02"), 1L));
        assertThat(world.journal.books.open(NORTH)).isEmpty();
    }

    @Test
    void waitsForAnOwnerWhoIsNotInTheAppYet() {
        RecordRef late = made(acme(), SimWorld.USER, Map.of("email", "user2@example.com"));
        RecordRef activity = activity(MONDAY);
        change(activity, "user_id", late.id());
        world.pass(Duration.ofMinutes(2));
        assertThat(app().figures.values()).allMatch(number -> number == 0);
        assertThat(pending()).isPositive();

        RecordRef comes = made(app(), SimWorld.MEMBER, Map.of("mail", "user2@example.com"));
        world.pass(Duration.ofMinutes(2));

        assertThat(app().figures).containsEntry(comes.id() + "/2026-03-02/mails", 1L);
        assertThat(pending()).isZero();
    }

    @Test
    void putsNothingWhereNothingMoved() {
        RecordRef activity = activity(MONDAY);
        world.pass(Duration.ofMinutes(1));
        int before = app().puts;

        change(activity, "note", "Note 2");
        change(activity, "occurred_at", "2026-03-02T11:00:00Z");
        world.pass(Duration.ofMinutes(1));

        assertThat(app().puts).isEqualTo(before);
        assertThat(pending()).isZero();
    }

    @CanIgnoreReturnValue
    private RecordRef activity(String at) {
        return made(
                acme(),
                SimWorld.ACTIVITY,
                Map.of("kind", "email", "user_id", user.id(), "occurred_at", at));
    }

    private void change(RecordRef record, String name, String value) {
        var _ =
                acme().update(
                                record,
                                new Value.Obj(Map.of(name, Value.of(value))),
                                Optional.empty(),
                                false);
    }

    private static RecordRef made(
            ModelSystem system, ResourceName resource, Map<String, String> texts) {
        Map<String, Value> members = new LinkedHashMap<>();
        texts.forEach((name, text) -> members.put(name, Value.of(text)));
        return system.create(resource, new Value.Obj(members), false).record();
    }

    private String figure(String day) {
        return member.id() + "/" + day + "/mails";
    }

    private long pending() {
        return world.journal.books.tally(NORTH).getOrDefault("pending", 0L);
    }

    private ModelSystem acme() {
        return world.system(NORTH, "acme");
    }

    private ModelSystem app() {
        return world.system(NORTH, "app");
    }

    private ModelRemote.Weather weather() {
        return Objects.requireNonNull(world.remote.weather.get("app"));
    }
}
