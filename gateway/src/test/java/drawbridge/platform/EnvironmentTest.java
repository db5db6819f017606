package drawbridge.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

class EnvironmentTest {

    @TempDir private Path folder;

    @Test
    void aSecretIsReadFromTheFileThatItsVariableNames() throws Exception {
        Path file = Files.writeString(folder.resolve("password"), "open sesame\n");

        Map<String, String> read =
                Environment.read(
                        Map.of("DRAWBRIDGE_DATABASE_PASSWORD_FILE", file.toString(), "PATH", "/"),
                        Set.of());

        assertThat(read).containsEntry("DRAWBRIDGE_DATABASE_PASSWORD", "open sesame");
        assertThat(read).containsEntry("PATH", "/");
    }

    @Test
    void whatIsNoneOfOursOrMeansJustWhatItSaysIsLeftAlone() throws Exception {
        Map<String, String> given =
                Map.of(
                        "SSL_CERT_FILE", "/nowhere",
                        "DRAWBRIDGE_MASTER_KEY_FILE", "/nowhere",
                        "DRAWBRIDGE_EMPTY_FILE", "");

        assertThat(Environment.read(given, Settings.variables())).isEqualTo(given);
    }

    @Test
    void tellsEveryProblemAtOnceAndNoSecret() throws Exception {
        Path empty = Files.writeString(folder.resolve("empty"), " \n");
        Map<String, String> given =
                Map.of(
                        "DRAWBRIDGE_A_FILE", folder.resolve("absent").toString(),
                        "DRAWBRIDGE_B_FILE", empty.toString(),
                        "DRAWBRIDGE_C_FILE", empty.toString(),
                        "DRAWBRIDGE_C", "hush");

        assertThatThrownBy(() -> Environment.read(given, Set.of()))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("absent, which DRAWBRIDGE_A_FILE names, cannot be read.")
                .hasMessageContaining("empty, which DRAWBRIDGE_B_FILE names, is empty.")
                .hasMessageContaining("DRAWBRIDGE_C and DRAWBRIDGE_C_FILE are both set.")
                .message()
                .doesNotContain("hush");
    }
}
