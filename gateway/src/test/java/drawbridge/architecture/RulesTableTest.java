package drawbridge.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Every test that `docs/rules.md` names is there.
class RulesTableTest {

    private static final Path ROOT = Path.of("..");

    /// `Class.method`, `Class#row` or `Class` alone.
    private static final Pattern NAMED =
            Pattern.compile("`([A-Z]\\w*(?:Test|IT|Contract))(?:([.#])(\\w+))?`");

    @Test
    void namesOnlyTestsThatAreThere() throws IOException {
        Map<String, String> sources = sources();
        List<String> missing = new ArrayList<>();
        Matcher named = NAMED.matcher(Files.readString(ROOT.resolve("docs").resolve("rules.md")));
        int found = 0;
        while (named.find()) {
            found++;
            if (!isThere(sources.getOrDefault(named.group(1), ""), named)) {
                missing.add(named.group());
            }
        }

        assertThat(missing).isEmpty();
        assertThat(found).as("tests that are named").isGreaterThan(80);
    }

    @Test
    void namesATestForEachRule() throws IOException {
        List<String> bare =
                Files.readAllLines(ROOT.resolve("docs").resolve("rules.md")).stream()
                        .filter(line -> line.startsWith("| ") && !line.startsWith("| ---"))
                        .filter(line -> !line.equals("| rule | held by |"))
                        .filter(line -> !NAMED.matcher(line).find())
                        .toList();

        assertThat(bare).isEmpty();
    }

    private static boolean isThere(String source, Matcher named) {
        if (named.group(2) == null) {
            return source.contains("@Test");
        }
        return named.group(2).equals(".")
                ? Pattern.compile("void " + named.group(3) + "\\(").matcher(source).find()
                : source.contains("\"" + named.group(3) + "\"");
    }

    /// The sources of all test classes, by name.
    private static Map<String, String> sources() throws IOException {
        Map<String, String> sources = new HashMap<>();
        for (String module : List.of("gateway", "simulator", "sandbox", "console", "ops-api")) {
            Path tests = ROOT.resolve(module).resolve("src").resolve("test").resolve("java");
            if (!Files.isDirectory(tests)) {
                continue;
            }
            try (Stream<Path> files = Files.walk(tests)) {
                for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
                    sources.put(
                            file.getFileName().toString().replace(".java", ""),
                            Files.readString(file));
                }
            }
        }
        return sources;
    }
}
