package drawbridge.mapping.check;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.mapping.file.Shipped;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/// However a folder is spoilt, a check ends with sentences and places, never with a failure.
class SpoiltFoldersTest {

    private static final long SEED = 20_261_130;
    private static final int ROUNDS = Integer.getInteger("spoilt.rounds", 60);

    @TempDir Path folder;

    @BeforeEach
    void copyWhatIsShipped() {
        Shipped.copy(folder);
    }

    @Test
    void aFolderInWhichAnythingIsWrongIsToldInSentences() throws IOException {
        Random dice = new Random(SEED);
        List<String> failures = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            List<Path> files = files();
            Path file = files.get(dice.nextInt(files.size()));
            String text = Files.readString(file);
            String spoilt = spoilt(text, dice);
            Files.writeString(file, spoilt);
            try {
                assertThat(MappingCheck.of(folder).findings())
                        .allSatisfy(
                                finding -> {
                                    assertThat(finding.problem().line()).isPositive();
                                    assertThat(finding.problem().column()).isPositive();
                                    assertThat(finding.problem().sentence())
                                            .isNotBlank()
                                            .doesNotContain("Exception", "Optional");
                                });
            } catch (RuntimeException | AssertionError failure) {
                failures.add(
                        "round %d, %s: %s: %s"
                                .formatted(
                                        round,
                                        folder.relativize(file),
                                        difference(text, spoilt),
                                        failure));
            }
            Files.writeString(file, text);
        }
        assertThat(failures).isEmpty();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
        }
    }

    /// A line less, a line twice, a line deeper, or another letter, word or value in it.
    private static String spoilt(String text, Random dice) {
        List<String> lines = new ArrayList<>(text.lines().toList());
        int at;
        do {
            at = dice.nextInt(lines.size());
        } while (lines.get(at).isBlank() || lines.get(at).strip().startsWith("#"));
        String line = lines.get(at);
        switch (dice.nextInt(7)) {
            case 0 -> lines.remove(at);
            case 1 -> lines.add(at, line);
            case 2 -> lines.set(at, "  " + line);
            case 3 -> lines.set(at, line.replaceFirst("[a-z]", "x"));
            case 4 -> lines.set(at, line.replaceFirst(": .*", ": 7"));
            case 5 -> lines.set(at, line.replaceFirst(": .*", ": [a, {b: c}]"));
            default -> lines.set(at, line.replaceFirst(": .*", ":"));
        }
        return String.join("\n", lines) + "\n";
    }

    private static String difference(String before, String after) {
        List<String> old = before.lines().toList();
        return String.join(
                "\n", after.lines().filter(line -> !old.contains(line)).limit(5).toList());
    }
}
