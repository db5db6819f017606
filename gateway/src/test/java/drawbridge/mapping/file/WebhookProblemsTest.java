package drawbridge.mapping.file;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.mapping.Mappings;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.util.List;

/// What somebody is told who describes webhooks wrongly, by the shipped file of Acme with one thing
/// changed.
class WebhookProblemsTest {

    private static final String FILE = "systems/acme.yaml";

    @TempDir private Path folder;

    @BeforeEach
    void copy() {
        Shipped.copy(folder);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    scheme: standard-webhooks | scheme: standard-webhook                                      | 32:11: 'standard-webhook' is not known here; did you mean 'standard-webhooks'?
                    scheme: standard-webhooks | events: /events                                               | say how its webhooks show that they are genuine
                    scheme: standard-webhooks | unsigned: yes                                                 | 32:13: 'yes' is not known here; there is only-a-hint
                    scheme: standard-webhooks | basic: false                                                  | 32:10: 'false' is not known here; there is true
                    scheme: standard-webhooks | token: { heder: X-Token }                                     | 32:12: unknown key 'heder'; did you mean 'header'?
                    scheme: standard-webhooks | token: { segment: 9 }                                         | 32:21: must have a maximum value of 4
                    scheme: standard-webhooks | token: token                                                  | 32:10: 'token' is not a JSON pointer such as /customer/name into the event, or one of at, in-body, header, query, segment
                    scheme: standard-webhooks | signature: { header: X-S, as: hex }                           | 32:14: the key 'over' is missing
                    scheme: standard-webhooks | signature: { header: X-S, over: "{body}", as: hexa }          | 32:49: 'hexa' is not known here; did you mean 'hex'?
                    scheme: standard-webhooks | signature: { header: X-S, over: "{body}", as: hex, hash: md5 } | 32:60: 'md5' is not known here; there is sha1, sha256, sha512
                    scheme: standard-webhooks | signature: { header: X-S, over: "{bodi}", as: hex }           | 32:35: there is no {bodi}; did you mean {body}?
                    scheme: standard-webhooks | signature: { header: X-S, over: "{uri}", as: hex }            | 32:35: {body} is not signed: anybody could put in another one
                    scheme: standard-webhooks | signature: { header: X-S, over: "{time}{body}", as: hex }     | 32:35: {time} needs the key 'time': where it stands, and its format
                    scheme: standard-webhooks | signature: { header: X-S, over: "{id}{body}", as: hex }       | 32:35: {id} needs the key 'event-id' of the webhook, in a header or the address
                    scheme: standard-webhooks | signature: { header: X-S, over: "{segment:7}{body}", as: hex } | 32:35: {segment:1} is the first segment behind our address
                    scheme: standard-webhooks | signature: { header: X-S, over: "{secret}{body}", as: hex }   | 32:35: the secret is the key of an hmac and not among what is signed; or say 'algorithm: hash'
                    scheme: standard-webhooks | signature: { header: X-S, over: "{body}", as: hex, algorithm: hash } | 32:35: {secret} is not hashed along: anybody could make such a signature
                    scheme: standard-webhooks | signature: { header: X-S, over: "{body}", as: hex, time: { header: X-T, format: epoch-millis } } | 32:35: {time} is not signed: who repeats an old delivery could write a new one
                    scheme: standard-webhooks | signature: { header: X-S, over: "{body}", as: hex, time: { at: /t, format: epoch-millis } } | 32:60: the time of signing is read before the body: it is in a header or the address
                    scheme: standard-webhooks | signature: { header: X-S, over: "{body}", as: hex, time: { header: X-T } } | 32:60: the key 'format' is missing
                    scheme: standard-webhooks | signature: { header: X-S, over: "{body}", as: hex, key-name: /id } | 32:64: the name of the secret is read before the body: it is in a header or the address
                    type: /type               | answers: { busy: 429, malformed: 500 }                        | 34:36: '500' is not known here
                    type: /type               | answers: { bussy: 503 }                                       | 34:14: unknown key 'bussy'; did you mean 'busy'?
                    type: /type               | handshake: { echo: { query: token }, as: xml }                | 34:44: 'xml' is not known here; there is json, text
                    type: /type               | record: /data                                                 | of several types one must be told: say under 'type' where it stands
                    type: /type               | type: []                                                      | of several types one must be told
                    user.created: { resource: user, full: true } | user.created: { resource: user, full: true, as: hint } | 37:53: 'full' says that the event holds the record; take one away
                    user.created: { resource: user, full: true } | user.created: { resource: user, as: lst } | 37:41: 'lst' is not known here; did you mean 'list'?
                    user.created: { resource: user, full: true } | user.created: { resource: user, deleted: true, as: list } | 37:56: no list proves that a record is gone; take 'deleted' away or 'as: list'
                    """)
    void tellsTheLineAndWhatWasProbablyMeant(String old, String now, String problem) {
        Shipped.replace(folder, FILE, old, now);

        assertThat(problems()).anySatisfy(told -> assertThat(told).contains(problem));
    }

    @Test
    void ofTwoWaysToShowWhoSendsOneIsTooMuch() {
        Shipped.replace(folder, FILE, "  tolerance: 5m\n", "  basic: true\n");

        assertThat(problems())
                .containsExactly(
                        FILE
                                + ":33:10: webhooks show in one way that they are genuine: 'scheme'"
                                + " stands here already");
    }

    @Test
    void ofWhatIsUnsignedNothingIsToBeBelieved() {
        Shipped.replace(folder, FILE, "scheme: standard-webhooks", "unsigned: only-a-hint");

        assertThat(problems())
                .hasSize(12)
                .contains(
                        FILE
                                + ":37:43: nothing of an unsigned event is believed; take 'full'"
                                + " away: the record is read",
                        FILE
                                + ":39:46: nothing of an unsigned event is believed; take"
                                + " 'deleted' away: the record is read, and seen to be gone");
    }

    @Test
    void whatIsOnlyAHintMustBeReadable() {
        Shipped.replace(
                folder,
                FILE,
                "contact.created: { resource: contact, full: true }",
                "contact.created: { resource: contact, as: hint }");
        Shipped.replace(folder, FILE, "    read: GET /contacts/{id}\n", "");

        assertThat(problems())
                .contains(
                        FILE
                                + ":40:47: acme.contact cannot be read, and of the event only the"
                                + " id is believed");
    }

    @Test
    void whoSignsTheAddressMustSayWhichItKnows() {
        Shipped.replace(
                folder,
                FILE,
                "scheme: standard-webhooks",
                "signature: { header: X-S, over: \"{method}{uri}{body}\", as: base64 }");

        assertThat(problems())
                .contains(
                        "tenants/north.yaml:13:14: acme signs the address that it sends to: name"
                                + " it under 'callback', such as https://hooks.example.com");
    }

    @Test
    void whoNamesNoRecordNeedsAListThatIsRead() {
        Shipped.replace(
                folder,
                FILE,
                "user.created: { resource: user, full: true }",
                "user.created: { resource: user, as: list }");
        Shipped.replace(folder, "tenants/north.yaml", "    sweep: 5s\n", "");

        assertThat(problems())
                .containsExactly(
                        "tenants/north.yaml:13:14: webhooks of acme name no record and need the"
                                + " key 'sweep': how often its lists are read where none comes");
    }

    private List<String> problems() {
        try {
            Mappings accepted = MappingLoader.load(folder, Shipped.environment());
            throw new AssertionError("accepted: " + accepted.tenants().keySet());
        } catch (Mappings.Refused refused) {
            return refused.problems().stream().map(Mappings.Problem::toString).toList();
        }
    }
}
