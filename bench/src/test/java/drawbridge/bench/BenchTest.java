package drawbridge.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import picocli.CommandLine;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;

class BenchTest {

    private final StringWriter said = new StringWriter();

    private int run(String... arguments) {
        CommandLine command = Bench.commandLine();
        command.setErr(new PrintWriter(said, true));
        command.setOut(new PrintWriter(said, true));
        return command.execute(arguments);
    }

    @Test
    void saysWhichOptionsDoNotGoTogether() {
        assertThat(run("--full", "--quick")).isEqualTo(2);
        assertThat(said.toString())
                .contains("--full, --quick and --smallest exclude each other.")
                .contains("./drawbridge bench --help");
    }

    @Test
    void wantsAFolderOfItsOwn(@TempDir Path there) {
        assertThat(run("--smallest", "--data", there.toString())).isEqualTo(2);
        assertThat(said.toString()).contains("exists; name a folder that does not");
    }

    @Test
    void wantsAFileForItsReport(@TempDir Path there) {
        assertThat(run("--report", there.toString())).isEqualTo(2);
        assertThat(said.toString()).contains("is a folder; name a file in it");
    }

    @Test
    void tellsItsOptions() {
        assertThat(run("--help")).isZero();
        assertThat(said.toString()).contains("--report", "--full", "--quick", "--profile");
    }
}
