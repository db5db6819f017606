package drawbridge.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.mapping.RecordRef;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;

/// Cases from life about figures, by their number in `docs/cases.md`.
@NullUnmarked
class CountingCasesTest extends CaseStory {

    private static final String SECOND = "2026-03-02T10:00:00Z";
    private static final String THIRD = "2026-03-03T10:00:00Z";

    private RecordRef u1;
    private RecordRef u2;
    private RecordRef m1;
    private RecordRef m2;

    @BeforeEach
    void twoUsersOfBothSystems() {
        u1 = acme().create(SimWorld.USER, record("email", "kim@example.com"), false).record();
        u2 = acme().create(SimWorld.USER, record("email", "lee@example.com"), false).record();
        m1 = app().create(SimWorld.MEMBER, record("mail", "kim@example.com"), false).record();
        m2 = app().create(SimWorld.MEMBER, record("mail", "lee@example.com"), false).record();
        world.pass(A_MINUTE);
    }

    @Test
    void s01_anEmailThatComesByEveryRoadIsCountedOnce() {
        world.postman.keep();
        RecordRef email = activity();
        world.postman.changedAtAcme(NORTH, email);
        world.postman.changedAtAcme(NORTH, email);
        long pairs = pairs("applied") + pairs("unchanged") + pairs("superseded");

        world.postman.bring(0);
        world.postman.bring(0);
        world.postman.bring(1);
        world.postman.bring(2);
        world.pass(A_MINUTE);

        assertThat(app().figures.values()).containsExactly(1L);
        assertThat(app().puts).isEqualTo(1);
        assertThat(pairs("duplicates")).isEqualTo(1);
        assertThat(pairs("pending")).isZero();
        assertThat(pairs("applied") + pairs("unchanged") + pairs("superseded") - pairs)
                .isEqualTo(3);
        assertThat(open()).isEmpty();
    }

    @Test
    void s29_aCallThatIsDoneMovedDeletedAndRestoredIsInOnePlaceAtATime() {
        RecordRef call = activity();
        world.pass(A_MINUTE);
        assertThat(figures()).containsExactly(1L, 0L, 0L);

        change(acme(), call, "note", "done");
        world.pass(A_MINUTE);
        assertThat(figures()).containsExactly(1L, 0L, 0L);

        change(acme(), call, "user_id", u2.id());
        world.pass(A_MINUTE);
        assertThat(figures()).containsExactly(0L, 1L, 0L);

        change(acme(), call, "occurred_at", THIRD);
        world.pass(A_MINUTE);
        assertThat(figures()).containsExactly(0L, 0L, 1L);

        acme().delete(call);
        world.pass(A_MINUTE);
        assertThat(figures()).containsExactly(0L, 0L, 0L);

        acme().restore(call);
        world.pass(A_MINUTE);
        assertThat(figures()).containsExactly(0L, 0L, 1L);
        assertThat(app().figures.values()).allMatch(number -> number >= 0);
        assertThat(pairs("pending")).isZero();
    }

    @Test
    void s29_theCopyOfAMailInTheColleaguesMailboxCountsForTheColleague() {
        for (RecordRef owner : List.of(u1, u1, u2)) {
            RecordRef email = activity();
            change(acme(), email, "user_id", owner.id());
            change(acme(), email, "message_id", "<17@example.com>");
        }
        world.pass(A_MINUTE);

        assertThat(figures()).containsExactly(2L, 1L, 0L);
    }

    @Test
    void s29_aDeleteOfWhatWasNeverCountedMakesNoBucket() {
        world.postman.keep();
        RecordRef call = activity();
        acme().delete(call);
        int puts = app().puts;

        world.postman.letGo(1);
        world.pass(A_MINUTE);
        assertThat(app().puts).isEqualTo(puts);
        assertThat(app().figures).isEmpty();

        world.postman.letGo();
        world.pass(A_MINUTE);
        assertThat(app().figures).isEmpty();
        assertThat(pairs("pending")).isZero();
        assertThat(open()).isEmpty();
    }

    /// Of fourteen months ago; the dashboard has let go of that day since.
    @Test
    void s29_aDeleteOfWhatIsOlderThanItsBucketPutsNothingBelowZero() {
        RecordRef call =
                acme().create(
                                SimWorld.ACTIVITY,
                                record(
                                        "kind",
                                        "email",
                                        "user_id",
                                        u1.id(),
                                        "occurred_at",
                                        "2025-01-02T10:00:00Z"),
                                false)
                        .record();
        world.pass(A_MINUTE);
        assertThat(figure(m1, "2025-01-02")).isEqualTo(1);
        app().figures.clear();

        acme().delete(call);
        world.pass(A_MINUTE);
        world.postman.changedAtAcme(NORTH, call);
        world.pass(A_MINUTE);

        assertThat(app().figures.values()).allMatch(number -> number == 0);
        assertThat(pairs("pending")).isZero();
        assertThat(open()).isEmpty();
    }

    private RecordRef activity() {
        return acme().create(
                        SimWorld.ACTIVITY,
                        record("kind", "email", "user_id", u1.id(), "occurred_at", SECOND),
                        false)
                .record();
    }

    /// Of the first user on the second of March, and of the second user on the second and third.
    private List<Long> figures() {
        return List.of(
                figure(m1, "2026-03-02"), figure(m2, "2026-03-02"), figure(m2, "2026-03-03"));
    }

    private long figure(RecordRef member, String day) {
        return app().figures.getOrDefault(member.id() + "/" + day + "/mails", 0L);
    }
}
