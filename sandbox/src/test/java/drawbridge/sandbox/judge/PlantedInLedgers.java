package drawbridge.sandbox.judge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.util.UUID;

/// Breaches planted into the ledgers and the states of a finished run: each is found and named.
abstract class PlantedInLedgers {

    private final FinishedRun run;
    private RunCopy copy;

    PlantedInLedgers(FinishedRun run) {
        this.run = run;
    }

    @BeforeEach
    void copiesTheRun() throws IOException {
        copy = run.copy();
    }

    private void expectBreach(String check, String words) throws Exception {
        assertThat(Judge.judge(copy.folder(), run.rows()).breaches())
                .anySatisfy(breach -> assertThat(breach).startsWith(check + ": ").contains(words));
    }

    @Test
    void isFoundAsLost() throws Exception {
        var couple = run.victim(each -> each.app().madeByGateway());
        var id = couple.app().key().id();
        copy.strike(Side.APP, line -> line.path("effect").path("id").asText().equals(id));
        copy.restate(
                couple.app().key(),
                facts -> facts.removeIf(fact -> fact.path("id").asText().equals(id)));

        expectBreach("lost", couple.acme().key().id());
    }

    @Test
    void isFoundAsDoubled() throws Exception {
        var couple = run.victim(each -> each.app().madeByGateway());
        var again = lastWrite(Side.APP, couple.app().key());
        again.put("actor", "gateway").put("attempt", new UUID(1, 2).toString());
        again.withObject("effect").put("op", "create").put("id", "1");
        var _ = copy.add(Side.APP, again);

        expectBreach("once", "Doubled");
    }

    @Test
    void isFoundAsOlder() throws Exception {
        var couple = run.victim(run::titledLastAtAcme);
        var old = couple.acme().edits(Group.TITLE).getFirst().value(Group.TITLE);
        copy.restateOne(couple.acme().key(), fact -> fact.put("title", old));
        copy.restateOne(couple.app().key(), fact -> fact.put("title", old));

        expectBreach("never older", couple.acme().key().id());
    }

    @Test
    void isFoundAsAWriteWithoutCause() throws Exception {
        var couple = run.victim(_ -> true);
        var write = lastWrite(Side.APP, couple.app().key());
        write.put("actor", "gateway").put("attempt", new UUID(1, 3).toString());
        var effect = write.withObject("effect").put("op", "update");
        effect.putArray("changed").add("title");
        effect.withObject("record").put("title", "Nobody's idea");
        long line = copy.add(Side.APP, write);
        copy.restateOne(
                couple.app().key(),
                fact -> fact.put("title", "Nobody's idea").put("sequence", line));

        expectBreach("no ghost", "Nobody's idea");
    }

    @Test
    void isFoundAsDiverged() throws Exception {
        var couple = run.victim(_ -> true);
        copy.restateOne(couple.app().key(), fact -> fact.put("state", "another"));

        expectBreach("converged", couple.app().key().id());
    }

    @Test
    void isFoundAsAForgeryThatWasTaken() throws Exception {
        copy.mend(
                "traffic.jsonl",
                line -> line.path("kind").asText().equals("wrong-signature"),
                line -> line.put("status", 202));

        expectBreach("no false ack", "not 401");
    }

    @Test
    void isFoundAsAnAcknowledgementThatCannotBeRead() throws Exception {
        var push =
                copy.lines(Side.APP).stream()
                        .filter(line -> line.path("kind").asText().equals("push"))
                        .filter(line -> line.path("status").asInt() == 202)
                        .findFirst()
                        .orElseThrow()
                        .deepCopy();
        push.put("delivery", "x");
        long line = copy.add(Side.APP, push);

        expectBreach("no false ack", "line " + line);
    }

    @Test
    void isFoundAsAWrongCount() throws Exception {
        var file = copy.folder().resolve("app").resolve("touchpoints-north.json");
        var figures = Json.read(Files.readString(file));
        var first = (ObjectNode) figures.path(0);
        first.put("count", first.path("count").asLong() + 1);
        Files.writeString(file, figures.toString());

        expectBreach("counts", "Wrong count");
    }

    @Test
    void isFoundAsAnotherTenantsToken() throws Exception {
        var theirs = aCall(Side.APP, "south").path("credential").asText();
        long n = aCall(Side.APP, "north").path("n").asLong();
        copy.mend(
                "app/ledger.jsonl",
                line -> line.path("n").asLong() == n,
                line -> line.put("credential", theirs));

        expectBreach("tenant wall", "with a token of south");
    }

    @Test
    void isFoundAsAnotherTenantsRecord() throws Exception {
        var theirs = run.victim(couple -> couple.account().equals("south")).acme().key().id();
        long n = aCall(Side.ACME, "north").path("n").asLong();
        copy.mend(
                "acme/ledger.jsonl",
                line -> line.path("n").asLong() == n,
                line -> line.put("path", "/api/v2/appointments/" + theirs));

        expectBreach("tenant wall", "asks north for the record " + theirs);
    }

    @Test
    void isFoundAsACallBeforeRetryAfter() throws Exception {
        long n = aCall(Side.ACME, "north").path("n").asLong();
        copy.mend(
                "acme/ledger.jsonl",
                line -> line.path("n").asLong() == n,
                line -> line.put("status", 429).put("retryAfterSeconds", 60));

        expectBreach("retry-after", "had asked");
    }

    @Test
    void isFoundAsASecretInALog() throws Exception {
        var secret = Leaks.secrets(run.folder()).get("north's token at the app");
        Files.writeString(copy.folder().resolve("gateway.log"), "{\"token\":\"" + secret + "\"}");

        expectBreach("secrets", "'north's token at the app' stands in gateway.log");
    }

    @Test
    void isFoundAsADeleteWithoutEvidence() throws Exception {
        var gone = run.deleted().app().key();
        copy.strike(
                Side.APP,
                line ->
                        line.at("/effect/op").asText().equals("delete")
                                && line.at("/effect/id").asText().equals(gone.id()));
        copy.restateOne(gone, fact -> fact.put("deleted", false));

        expectBreach("no ghost", "status to 'cancelled', which nobody had put into");
    }

    @Test
    void isFoundAsAMassDeleteThatNobodyWasAskedAbout() throws Exception {
        var victims =
                run.evidence().couples().stream()
                        .filter(couple -> couple.account().equals("north") && !couple.broken())
                        // Of a few of these somebody was asked in the run itself.
                        .limit(24)
                        .toList();
        for (var couple : victims) {
            var delete = lastWrite(Side.ACME, couple.acme().key());
            delete.put("actor", "traffic").withObject("effect").put("op", "delete");
            var _ = copy.add(Side.ACME, delete);
        }
        for (var couple : victims) {
            var cancel = lastWrite(Side.APP, couple.app().key());
            cancel.put("actor", "gateway").withObject("effect").put("op", "update");
            cancel.withObject("effect").putArray("changed").add("state");
            cancel.withObject("effect").withObject("record").put("state", "cancelled");
            var _ = copy.add(Side.APP, cancel);
        }

        expectBreach("deletes", "A mass delete was let through unasked");
    }

    @Test
    void isFoundAsADecisionThatWasNotObeyed() throws Exception {
        var kept = run.decided();
        var id =
                run.evidence().rows().parked().stream()
                        .filter(item -> item.id().equals(kept.parked()))
                        .findFirst()
                        .flatMap(item -> item.end(Side.APP))
                        .orElseThrow();
        copy.strike(
                Side.APP,
                line ->
                        line.at("/effect/id").asText().equals(id)
                                && line.path("actor").asText().equals("gateway")
                                && line.at("/effect/op").asText().equals("update"));

        expectBreach("operator", "Not obeyed: an operator kept Acme's title");
    }

    @Test
    void isFoundAsADecisionThatNobodyMade() throws Exception {
        copy.mend(
                "operator.jsonl",
                line -> line.path("ask").asText().equals(run.decided().key().toString()),
                line -> line.remove("ask"));

        expectBreach("operator", "in a person's name, and nobody had asked for it");
    }

    @Test
    void isFoundAsAWrongSum() throws Exception {
        copy.mend(
                "ops.jsonl",
                line -> line.path("final").asBoolean(),
                line -> line.withObject("overview").withObject("counts").put("applied", 1));

        expectBreach("conservation", "do not add up");
    }

    @Test
    void isFoundAsAnEditThatTheLedgerDenies() throws Exception {
        var edit =
                copy.lines(Side.ACME).stream()
                        .filter(line -> line.path("actor").asText().equals("traffic"))
                        .filter(line -> line.at("/effect/op").asText().equals("update"))
                        .filter(line -> line.at("/effect/resource").asText().equals("appointment"))
                        .findFirst()
                        .orElseThrow();
        copy.strike(Side.ACME, line -> line.path("n").equals(edit.path("n")));

        expectBreach("witnesses", "was acknowledged to the traffic");
    }

    private ObjectNode lastWrite(Side side, RecordKey key) {
        return copy.lines(side).stream()
                .filter(line -> line.path("effect").path("id").asText().equals(key.id()))
                .toList()
                .getLast()
                .deepCopy();
    }

    private ObjectNode aCall(Side side, String account) {
        return copy.lines(side).stream()
                .filter(line -> line.path("actor").asText().equals("gateway"))
                .filter(line -> line.path("account").asText().equals(account))
                .findFirst()
                .orElseThrow();
    }
}
