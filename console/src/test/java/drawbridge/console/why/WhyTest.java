package drawbridge.console.why;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.console.client.GatewayTrouble;
import drawbridge.console.fake.ScriptedGateway;
import drawbridge.opsapi.OpsJson;
import drawbridge.opsapi.RecordId;
import drawbridge.opsapi.Timeline;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;

class WhyTest {

    @TempDir private Path folder;

    private final ScriptedGateway gateway = new ScriptedGateway();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Path token;

    @BeforeEach
    void aToken() throws IOException {
        token =
                Files.writeString(
                        folder.resolve("ops-token"), "admin admin 0123456789abcdef0123\n");
    }

    @Test
    void tellsHowARecordStandsAndWhatHappenedToIt() {
        assertThat(why("acme.appointment", "A-c1")).isZero();

        assertThat(out.toString())
                .contains("acme.appointment A-c1 of north")
                .contains("appointments: HELD")
                .contains("webhook    Acme told by webhook the state of acme.appointment A-c1.")
                .contains("… nothing for 49 minutes")
                .contains("! ");
    }

    @Test
    void tellsProgramsTheSameAsJson() {
        assertThat(why("acme.appointment", "A-c1", "--json")).isZero();

        Timeline told = OpsJson.read(out.toString(), Timeline.class);
        assertThat(told)
                .isEqualTo(gateway.timeline("north", new RecordId("acme.appointment", "A-c1")));
    }

    @Test
    void findsTheRecordByItsIdAlone() {
        assertThat(why("A-c1")).isZero();
        assertThat(out.toString()).contains("acme.appointment A-c1 of north");
    }

    @Test
    void saysThatNobodyEverHeardOfARecord() {
        assertThat(why("acme.appointment", "A-999")).isEqualTo(3);
        assertThat(err.toString()).contains("Nobody ever heard of acme.appointment A-999");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void saysWhatToDoWhenTheGatewayDoesNotAnswer() {
        gateway.failWith(new GatewayTrouble.NoAnswer("Nothing listens there.", false));

        assertThat(why("acme.appointment", "A-c1")).isEqualTo(1);
        assertThat(err.toString()).contains("Nothing listens there.");
    }

    @Test
    void saysWhereTheTokenShouldBe() {
        token = folder.resolve("nowhere");

        assertThat(why("A-c1")).isEqualTo(1);
        assertThat(err.toString()).contains("There is no token file", "--token-file");
    }

    @Test
    void wantsToKnowWhichRecord() {
        assertThat(why()).isEqualTo(2);
        assertThat(why("acme.appointment", "A-c1", "A-c2")).isEqualTo(2);
        assertThat(err.toString().lines().filter(line -> line.startsWith("Which one record?")))
                .hasSize(2);
    }

    private int why(String... arguments) {
        String[] all = new String[arguments.length + 2];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        all[arguments.length] = "--token-file";
        all[arguments.length + 1] = token.toString();
        return Why.commandLine((_, _) -> gateway)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all);
    }
}
