package drawbridge.sandbox.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What the demo says of its own command line, before anything is started.
class DemoCommandTest {

    @TempDir private Path temp;

    private final StringWriter told = new StringWriter();

    private int run(String... more) {
        var line = new ArrayList<>(List.of("--for", "10s", "--data", run().toString()));
        line.addAll(List.of(more));
        return Demo.commandLine()
                .setErr(new PrintWriter(told))
                .execute(line.toArray(String[]::new));
    }

    private Path run() {
        return temp.resolve("run");
    }

    private void refused(int code, String... words) {
        assertThat(code).isEqualTo(2);
        assertThat(told.toString()).contains(words).doesNotContain("Usage", "Exception");
        assertThat(told.toString().lines()).hasSizeLessThan(4);
        assertThat(run()).as("nothing was started").doesNotExist();
    }

    @Test
    void aReportThatCannotBeWrittenIsToldBeforeTheRunAndNotAfterIt() {
        var nowhere = temp.resolve("nowhere").resolve("r.json");

        refused(
                run("--report", nowhere.toString()),
                "--report: the file '" + nowhere + "' cannot be written",
                "Nothing was started.");
    }

    @Test
    void aReportThatIsAFolderIsTold() {
        refused(run("--report", temp.toString()), "is a folder; name a file in it");
    }

    @Test
    void aReportThatCanBeWrittenLeavesNoTraceUntilItIs() throws IOException {
        var report = temp.resolve("r.json");

        refused(
                run("--report", report.toString(), "--emails", temp.resolve("none.csv").toString()),
                "--emails: the file");
        assertThat(report).doesNotExist();
        try (var left = Files.list(temp)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void inputThatIsNotThereIsTold() {
        var none = temp.resolve("none.csv");

        refused(
                run("--appointments", none.toString()),
                "--appointments: the file '" + none + "' cannot be read. Nothing was started.");
    }

    @Test
    void aWrongFlagIsToldWithoutAPageOfOptions() {
        refused(run("--colour", "red"), "Unknown options: '--colour', 'red'", "demo --help");
    }

    @Test
    void aSeedThatIsNoNumberIsTold() {
        refused(run("--seed", "abc"), "option '--seed': 'abc' is no whole number");
    }

    @Test
    void aLengthThatIsNoneIsTold() {
        refused(run("--for", "soon"), "'soon' is not a length such as 30s or 2m");
    }

    @Test
    void aFurtherCustomerThatNobodyKnowsIsTold() {
        refused(run("--with", "nice"), "option '--with'", "'nice' is not known; it may be nasty");
    }

    @Test
    void aRateBelowNothingIsTold() {
        refused(run("--rate=-3"), "--rate is -3.0; it is 0.0 at least.");
    }
}
