package drawbridge.sandbox.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// All programs tell the same version, and that is the one of the top folder's pom; and what one
/// suggests is what another does.
class OneVersionIT {

    private static final Path LAUNCHER = Path.of(System.getenv("DRAWBRIDGE_LAUNCHER"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "demo",
                "serve",
                "postgres",
                "sandbox",
                "console",
                "import",
                "why",
                "verdict"
            })
    void isToldByEveryCommand(String command) throws Exception {
        var pom = Files.readString(LAUNCHER.resolveSibling("pom.xml"));
        var version = Pattern.compile("<version>(.*)</version>").matcher(pom);
        assertThat(version.find()).isTrue();

        assertThat(told(command)).isEqualTo("Drawbridge " + version.group(1));
    }

    @Test
    void theConsoleSuggestsThePortThatServeListensOn() throws Exception {
        var port = Pattern.compile("operators look and act.*?Default: (\\d+)", Pattern.DOTALL);
        var serve = port.matcher(said("serve", "--help"));
        assertThat(serve.find()).isTrue();

        assertThat(said("console", "--help")).contains("http://127.0.0.1:" + serve.group(1));
    }

    private static String told(String command) throws IOException, InterruptedException {
        return said(command, "--version");
    }

    private static String said(String command, String option)
            throws IOException, InterruptedException {
        var line = new ArrayList<>(List.of(LAUNCHER.toString(), command, option));
        line.removeIf(String::isEmpty);
        var process = new ProcessBuilder(line).redirectErrorStream(true).start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said.strip();
    }
}
