package drawbridge.trial;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.mapping.file.Shipped;
import drawbridge.tenant.SecretSource;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;

class MasksTest {

    private static final Masks MASKS =
            new Masks(
                    Objects.requireNonNull(
                            Shipped.load(Shipped.FOLDER)
                                    .tenant("north")
                                    .orElseThrow()
                                    .connections()
                                    .get("acme")),
                    new SecretSource(Map.of("DRAWBRIDGE_NORTH_ACME_KEY", "key-of-north")));

    /// It once ended the trial with an overflow: some vendors' tokens have thousands of letters.
    @ParameterizedTest(name = "of {0}")
    @ValueSource(strings = {"x", "\\/", "eyJ.\\u003d"})
    void aTokenOfAnyLengthIsMaskedInAnAnswer(String part) {
        String token = part.repeat(200_000);

        assertThat(MASKS.text("{\"access_token\" : \"" + token + "\", \"expires_in\": 60}"))
                .isEqualTo("{\"access_token\" : \"•••\", \"expires_in\": 60}");
        assertThat(MASKS.text("{\"refresh_token\":\"" + token))
                .isEqualTo("{\"refresh_token\":\"•••");
        assertThat(MASKS.text("a=b&client_secret=" + token + "&c=d"))
                .isEqualTo("a=b&client_secret=•••&c=d");
    }

    /// The line for a shell of a call for a token held a mask, and could not be run.
    @Test
    void whatIsShownByHttpBasicIsPutTogetherByTheShell() {
        MASKS.keep("client-7", "$CLIENT_ID");
        MASKS.keep("secret-of-7", "$CLIENT_SECRET");
        String shown =
                Base64.getEncoder()
                        .encodeToString("client-7:secret-of-7".getBytes(StandardCharsets.UTF_8));

        assertThat(MASKS.shell("Authorization", "Basic " + shown))
                .contains(
                        "Basic $(printf %s \"$CLIENT_ID:$CLIENT_SECRET\" | base64 | tr -d"
                                + " '\\n')");
        assertThat(MASKS.shell("Authorization", "Basic c3RyYW5nZXI6c2VjcmV0")).isEmpty();
    }

    @Test
    void aSecretOfTheConnectionIsMaskedAsItIsWrittenInAddressesHeadersAndJson() {
        assertThat(MASKS.text("key-of-north, a2V5LW9mLW5vcnRo and key-of-south"))
                .isEqualTo("•••, ••• and key-of-south");
    }
}
