package drawbridge.sandbox.judge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TouchpointCountsTest {

    private final TinyRun run = new TinyRun();

    private void expectBreach(String words) {
        assertThat(run.judged().breaches())
                .anySatisfy(breach -> assertThat(breach).startsWith("counts: ").contains(words));
    }

    @Test
    void isFoundWhenTheDashboardSaysMoreThanThereIs() {
        run.dashboard.clear();
        run.dashboard.add(
                new Figure(
                        new Figure.Bucket("north", "user1@example.com", "2026-03-02", "email"), 2));

        expectBreach("the dashboard says 2");
    }

    @Test
    void isFoundWhenADayWasCutInAnotherZone() {
        run.dashboard.clear();
        run.dashboard.add(
                new Figure(
                        new Figure.Bucket("north", "user1@example.com", "2026-03-01", "email"), 1));

        expectBreach("the dashboard says 0 emails of user1@example.com on 2026-03-02");
    }
}
