package drawbridge.mapping.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A folder of mappings that uses every word of the language: its laws hold, its worked examples
/// come out, and what the guide shows of it stands in it.
class WordsTest {

    private static final Path GUIDE = Path.of("..", "docs", "writing-a-mapping.md");

    @Test
    void everyWordKeepsTheLawsAndDoesWhatItsExampleSays() {
        CheckReport report = MappingCheck.of(folder());

        assertThat(report.findings().stream().map(finding -> finding.problem().toString()))
                .isEmpty();
        assertThat(report.tally().examples()).isGreaterThan(3);
    }

    /// Lines under a heading of the guide that are marked as an example stand so in a flow.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "### Systems with ways of their own",
                "### Calendars with ways of their own",
                "## Which records, and what of them"
            })
    void whatTheGuideShowsIsWhatIsRun(String heading) throws IOException {
        String flows = squeezed(flows());

        List<String> shown = blocks(heading);

        assertThat(shown).isNotEmpty();
        assertThat(shown).allSatisfy(block -> assertThat(flows).contains(squeezed(block)));
    }

    private static List<String> blocks(String heading) throws IOException {
        String guide = Files.readString(GUIDE);
        int from = guide.indexOf(heading + "\n");
        Matcher next = Pattern.compile("\n###? ").matcher(guide);
        int to = next.find(from) ? next.start() : guide.length();
        List<String> blocks = new ArrayList<>();
        String[] parts = guide.substring(from, to).split("```", -1);
        for (int i = 1; i < parts.length; i += 2) {
            if (parts[i].startsWith("yaml\n")) {
                blocks.add(parts[i].substring("yaml\n".length()));
            }
        }
        return blocks;
    }

    private static String flows() throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.list(folder().resolve("flows"))) {
            for (Path file : files.sorted().toList()) {
                all.append(Files.readString(file));
            }
        }
        return all.toString();
    }

    /// Without comments, and with one blank where there are some.
    private static String squeezed(String yaml) {
        return yaml.replaceAll("(?m)(^|\\s)#.*$", "").replaceAll("\\s+", " ").strip();
    }

    static Path folder() {
        try {
            return Path.of(WordsTest.class.getResource("/words").toURI());
        } catch (URISyntaxException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
