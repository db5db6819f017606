package drawbridge.mapping.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import drawbridge.mapping.Mappings;
import drawbridge.mapping.SystemSpec.Auth.OAuth2;
import drawbridge.mapping.TenantSpec.Access;
import drawbridge.mapping.TenantSpec.Connection;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/// How a tenant says whose access it is, and where its tokens are got.
class TenantAccessTest {

    private static final String NORTH = "tenants/north.yaml";
    private static final String KEY = "credential: { env: DRAWBRIDGE_NORTH_ACME_KEY }";
    private static final String CLIENT =
            "oauth2: { client-id: { env: DRAWBRIDGE_NORTH_ACME_KEY }, client-secret: { env:"
                    + " DRAWBRIDGE_NORTH_ACME_KEY }";
    private static final String CONSENT = CLIENT + ", by: consent }";
    private static final String CALLBACK = "\n    callback: https://hooks.example.com";

    @TempDir Path folder;

    @BeforeEach
    void copy() {
        Shipped.copy(folder);
    }

    private void acmeAsksPeople() {
        Shipped.replace(
                folder,
                "systems/acme.yaml",
                "token: /oauth/token",
                "token: /oauth/token, scope: everything, authorize:"
                        + " https://login.example.com/authorize");
    }

    private Connection connection() {
        return Objects.requireNonNull(
                Shipped.load(folder).tenant("north").orElseThrow().connections().get("acme"));
    }

    @Test
    void whatAPersonGrantsIsShownByTheClientOfTheConnection() {
        acmeAsksPeople();
        Shipped.replace(folder, NORTH, KEY, CONSENT + CALLBACK);

        assertThat(connection().access())
                .isInstanceOfSatisfying(
                        Access.Consent.class,
                        consent -> assertThat(consent.client().orElseThrow().secrets()).hasSize(2));
    }

    @Test
    void aTenantMayGetItsTokensElsewhere() {
        acmeAsksPeople();
        Shipped.replace(
                folder,
                NORTH,
                KEY,
                CLIENT + ", token: \"https://login.example.com/north/token\", scope: north }");

        OAuth2 oauth2 = connection().system().auth().oauth2().orElseThrow();

        assertThat(oauth2.token()).isEqualTo("https://login.example.com/north/token");
        assertThat(oauth2.scope()).contains("north");
        assertThat(oauth2.consent().orElseThrow().address())
                .isEqualTo("https://login.example.com/authorize");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    true  | , by: consent }     | a browser comes back to our public port: name its address under 'callback', such as https://hooks.example.com
                    false | , by: consent }     | systems/acme.yaml does not say under 'authorize' where people grant access
                    true  | , by: people }      | 'people' is not known here; there is client, consent
                    true  | , token: nowhere }  | 'nowhere' is no address such as https://crm.example.com
                    """)
    void tellsWhatIsMissing(boolean asksPeople, String rest, String sentence) {
        if (asksPeople) {
            acmeAsksPeople();
        }
        Shipped.replace(folder, NORTH, KEY, CLIENT + rest);

        Mappings.Refused refused =
                catchThrowableOfType(
                        Mappings.Refused.class,
                        () -> MappingLoader.load(folder, Shipped.environment()));

        List<Mappings.Problem> problems = refused.problems();
        assertThat(problems)
                .anySatisfy(
                        problem -> {
                            assertThat(problem.file()).isEqualTo(NORTH);
                            assertThat(problem.line()).isEqualTo(12);
                            assertThat(problem.sentence()).isEqualTo(sentence);
                        });
    }
}
