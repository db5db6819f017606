package drawbridge.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

class ConsoleAppTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        return ConsoleApp.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(args);
    }

    @Test
    void helpNeedsNoDisplay() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString()).contains("--gateway", "--token-file", "--selftest");
    }

    @Test
    void versionNeedsNoDisplay() {
        assertThat(run("--version")).isZero();
        assertThat(out.toString()).startsWith("Drawbridge ");
    }

    @Test
    void aWrongFlagIsNamed() {
        assertThat(run("--gatewya", "x")).isEqualTo(2);
        assertThat(err.toString())
                .contains("--gatewya", "./drawbridge console --help")
                .doesNotContain("Usage");
    }

    @Test
    void anAddressThatIsNoneIsToldBeforeAWindowOpens() {
        assertThat(run("--gateway", "ftp://127.0.0.1:1")).isEqualTo(1);
        assertThat(err.toString())
                .startsWith("--gateway ftp://127.0.0.1:1: An address begins with http://");
    }

    @Test
    void aTokenIsNoArgument() {
        assertThat(run("--token", "s3cret")).isEqualTo(2);
    }

    @Test
    void aMissingTokenFileIsToldInOneSentence() {
        assertThat(run("--token-file", "nowhere/token")).isEqualTo(1);
        assertThat(err.toString()).contains("There is no token file").doesNotContain("Exception");
    }

    @Test
    void anEmptyTokenFileIsToldWithoutItsContent(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("token"), "two words");

        assertThat(run("--token-file", file.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("no spaces").doesNotContain("two words");
    }

    @Test
    void withoutADisplaySaysWhatToDo() {
        String platform = System.clearProperty("glass.platform");
        try {
            assertThatThrownBy(() -> Display.require(Map.of()))
                    .isInstanceOf(PlainFailure.class)
                    .hasMessageContaining("--selftest");
        } finally {
            if (platform != null) {
                System.setProperty("glass.platform", platform);
            }
        }
    }
}
