package drawbridge.sandbox.judge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

class JudgeTest {

    private final TinyRun run = new TinyRun();

    private void expectBreach(String check, String words) {
        assertThat(run.judged().breaches())
                .anySatisfy(breach -> assertThat(breach).startsWith(check + ": ").contains(words));
    }

    @Nested
    class ACleanRun {

        @Test
        void isClean() {
            var judgement = run.judged();

            assertThat(judgement.breaches()).isEmpty();
            assertThat(judgement.verdict()).isEqualTo("clean");
        }

        @Test
        void isComparedByEveryCheckThatMayNotBeIdle() {
            var idle =
                    List.of(
                            "superseded",
                            "retry-after",
                            "parked",
                            "operator",
                            "deletes",
                            "secrets");

            var judgement = run.judged();

            assertThat(judgement.findings())
                    .allSatisfy(
                            (name, result) -> {
                                if (!idle.contains(name)) {
                                    assertThat(result.compared()).as(name).isPositive();
                                }
                            });
        }

        @Test
        void staysCleanWhenAConflictIsParked() {
            var _ =
                    run.people(
                            Side.ACME,
                            "update",
                            run.copy(Side.ACME).put("subject", "A"),
                            List.of("subject"));
            var _ =
                    run.people(
                            Side.APP,
                            "update",
                            run.copy(Side.APP).put("title", "B"),
                            List.of("title"));
            run.statesFromLedgers();
            run.park("conflict", Optional.of(Group.TITLE));

            var judgement = run.judged();

            assertThat(judgement.breaches()).isEmpty();
            assertThat(judgement.parked()).hasSize(1);
        }

        @Test
        void staysCleanWhenADeleteCrossesAsACancellation() {
            var _ = run.people(Side.ACME, "delete", run.copy(Side.ACME), List.of());
            var _ =
                    run.gateway(
                            Side.APP,
                            "update",
                            run.copy(Side.APP).put("state", "cancelled"),
                            List.of("state"));
            run.statesFromLedgers();
            run.bury();

            assertThat(run.judged().breaches())
                    .containsExactly("never older: There was nothing to compare.");
        }

        @Test
        void addsUpInItsReport() {
            var report = run.judged().report();

            assertThat(report.path("acknowledged").asLong()).isEqualTo(4);
            assertThat(report.path("applied").asLong()).isEqualTo(3);
            assertThat(report.path("unchanged").asLong()).isEqualTo(1);
            assertThat(report.path("directions").path("TO_APP").path("applied").asLong())
                    .isEqualTo(2);
            assertThat(report.path("directions").path("TO_ACME").path("applied").asLong())
                    .isEqualTo(1);
            assertThat(report.path("tenants").path("north").path("acknowledged").asLong())
                    .isEqualTo(4);
        }
    }

    @Nested
    class ABreach {

        @Test
        void isFoundWhenAnEditNeverCrossed() {
            var _ =
                    run.people(
                            Side.ACME,
                            "update",
                            run.copy(Side.ACME).put("subject", "A"),
                            List.of("subject"));
            run.statesFromLedgers();

            expectBreach("lost", "title 'A'");
            expectBreach("converged", "Diverged: title");
        }

        @Test
        void isFoundWhenARecordWasMadeTwice() {
            var _ = run.gateway(Side.APP, "create", run.copy(Side.APP).put("id", 102), List.of());
            run.statesFromLedgers();

            expectBreach("once", "Doubled");
        }

        @Test
        void isFoundWhenAWriteEchoes() {
            var _ =
                    run.gateway(
                            Side.APP,
                            "update",
                            run.copy(Side.APP).put("end", "2026-03-02T09:45:00Z"),
                            List.of("end"));
            run.statesFromLedgers();

            expectBreach("once", "an echo");
        }

        @Test
        void isFoundWhenOlderDataWon() {
            var _ =
                    run.gateway(
                            Side.ACME,
                            "update",
                            run.copy(Side.ACME).put("subject", "Review #1"),
                            List.of("subject"));
            var _ =
                    run.gateway(
                            Side.APP,
                            "update",
                            run.copy(Side.APP).put("title", "Review #1"),
                            List.of("title"));
            run.statesFromLedgers();

            expectBreach("never older", "Older data won: title");
        }

        @Test
        void isFoundWhenWritesTookAnotherOrderThanEdits() {
            for (var title : List.of("A", "B")) {
                var _ =
                        run.people(
                                Side.ACME,
                                "update",
                                run.copy(Side.ACME).put("subject", title),
                                List.of("subject"));
            }
            for (var title : List.of("B", "A")) {
                var _ =
                        run.gateway(
                                Side.APP,
                                "update",
                                run.copy(Side.APP).put("title", title),
                                List.of("title"));
            }
            run.statesFromLedgers();

            expectBreach("order", "set to 'A'");
            expectBreach("converged", "Diverged: title");
        }

        @Test
        void isFoundWhenA202HasNoChange() {
            var renamed = run.copy(Side.ACME).put("subject", "A");
            long line = run.people(Side.ACME, "update", renamed, List.of("subject"));
            var _ = run.delivered(Side.ACME, line, renamed);
            run.statesFromLedgers();

            expectBreach("no false ack", "the journal has no change for it");
        }

        @Test
        void isFoundWhenAForgedDeliveryWasTaken() {
            run.traffic.add(
                    TinyRun.json("{}")
                            .put("account", "north")
                            .put("delivery", "msg_f")
                            .put("kind", "wrong-signature")
                            .put("status", 202));

            expectBreach("no false ack", "was answered by 202, not 401");
        }

        @Test
        void isFoundWhenAWriteHasNoCause() {
            var _ =
                    run.gateway(
                            Side.APP,
                            "update",
                            run.copy(Side.APP).put("title", "Made up"),
                            List.of("title"));
            run.statesFromLedgers();

            expectBreach("no ghost", "which nobody had put into");
        }

        @Test
        void isFoundWhenAWriteHasNoAttempt() {
            run.attempts.removeLast();

            expectBreach("no ghost", "has no attempt");
            expectBreach("attempts", "of which there is no row");
        }

        @Test
        void isFoundWhenAStateIsNotWhatTheLedgerSays() {
            run.facts(Side.APP).getFirst().put("title", "Something else");

            expectBreach("witnesses", "is stated as 'Something else'");
            expectBreach("converged", "Diverged: title");
        }

        @Test
        void isFoundWhenAPairIsPending() {
            var pair = run.pairs.removeLast();
            run.pairs.add(TinyRun.pending(pair));

            expectBreach("one end", "is still pending");
        }

        @Test
        void isFoundWhenAChangeWasSupersededByNothing() {
            var pair = run.pairs.removeFirst();
            var nothing = Optional.of(new UUID(1, 1));
            run.pairs.add(TinyRun.ended(pair, "superseded", "newer", nothing));

            expectBreach("superseded", "was superseded by nothing");
        }

        @Test
        void isFoundWhenAChangeIsCalledLateOfWhichNothingNewerWasThere() {
            var pair = run.pairs.removeFirst();
            run.pairs.add(superseded(pair, "older"));

            expectBreach("superseded", "was superseded by nothing");
        }

        @Test
        void isFoundWhenAChangeIsCalledLateOfARecordThatWasNotDeleted() {
            var pair = run.pairs.removeFirst();
            run.pairs.add(superseded(pair, "deleted"));

            expectBreach("superseded", "was superseded by nothing");
        }

        private static Rows.Pair superseded(Rows.Pair pair, String reason) {
            return TinyRun.ended(pair, "superseded", reason, Optional.empty());
        }

        @Test
        void isFoundWhenADeleteLeftNoTombstone() {
            var _ = run.people(Side.ACME, "delete", run.copy(Side.ACME), List.of());
            var _ =
                    run.gateway(
                            Side.APP,
                            "update",
                            run.copy(Side.APP).put("state", "cancelled"),
                            List.of("state"));
            run.statesFromLedgers();

            expectBreach("deletes", "is no tombstone");
        }

        @Test
        void isFoundWhenTheGatewayCountedWrong() {
            run.duplicates.add(new Rows.Tally("north", "TO_APP", 3));

            expectBreach("conservation", "3 duplicates");
        }

        @Test
        void isFoundWhenNothingCanBeCompared() {
            run.ledgers.values().forEach(List::clear);
            run.facts.clear();
            run.links.clear();

            expectBreach("lost", "There was nothing to compare");
        }
    }
}
