package drawbridge.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import drawbridge.opsapi.Role;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class TokensTest {

    private static final String LONG = "a-token-of-more-than-24-characters";

    @TempDir private Path folder;

    @Test
    void knowsATokenByItsBearer() throws IOException {
        Tokens tokens = Tokens.read(file("# people\n\nuser3 operator " + LONG + " north,south\n"));

        assertThat(tokens.of("Bearer " + LONG))
                .hasValueSatisfying(
                        operator -> {
                            assertThat(operator.name()).isEqualTo("user3");
                            assertThat(operator.role()).isEqualTo(Role.OPERATOR);
                            assertThat(operator.sees("north")).isTrue();
                            assertThat(operator.sees("east")).isFalse();
                        });
        assertThat(tokens.of("Bearer " + LONG + "x")).isEmpty();
        assertThat(tokens.of("Basic " + LONG)).isEmpty();
        assertThat(tokens.of("")).isEmpty();
    }

    @Test
    void seesEveryTenantWithoutAList() throws IOException {
        Tokens tokens = Tokens.read(file("user3 viewer " + LONG));

        assertThat(tokens.of("Bearer " + LONG))
                .hasValueSatisfying(operator -> assertThat(operator.sees("anything")).isTrue());
    }

    @Test
    void namesTheLineThatIsWrongAndNeverTheToken() throws IOException {
        Path role = file("\nuser3 boss " + LONG);
        Path few = file("user3 " + LONG);
        Path tooShort = file("user3 viewer short-token");
        Path none = file("# nobody\n");

        assertThatThrownBy(() -> Tokens.read(role))
                .hasMessageContaining(":2: no role is called \"boss\"")
                .hasMessageNotContaining(LONG);
        assertThatThrownBy(() -> Tokens.read(few))
                .hasMessageContaining(":1: a line is")
                .hasMessageNotContaining(LONG);
        assertThatThrownBy(() -> Tokens.read(tooShort))
                .hasMessageContaining("at least 24 characters")
                .hasMessageNotContaining("short-token");
        assertThatThrownBy(() -> Tokens.read(none)).hasMessageContaining("nobody could log in");
    }

    private Path file(String content) throws IOException {
        return Files.writeString(Files.createTempFile(folder, "tokens", ""), content);
    }
}
