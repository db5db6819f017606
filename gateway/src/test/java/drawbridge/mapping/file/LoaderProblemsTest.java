package drawbridge.mapping.file;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.mapping.Mappings;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A broken folder is refused with all of its mistakes, each at its place, in plain words.
class LoaderProblemsTest {

    private static final String FLOW = "flows/appointments.yaml";

    @TempDir Path folder;

    @BeforeEach
    void copyWhatIsShipped() {
        Shipped.copy(folder);
    }

    @ParameterizedTest(name = "{2} for {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    flows/appointments.yaml | acme: acme.appointment     | acme: acme.apointment    | flows/appointments.yaml:11:9: there is no resource 'acme.apointment'; did you mean 'acme.appointment'?
                    flows/appointments.yaml | acme: acme.appointment     | acme: acne.appointment   | flows/appointments.yaml:11:9: there is no system 'acne'; did you mean 'acme'?
                    flows/appointments.yaml | reference: /contact_id     | reference: contact_id    | flows/appointments.yaml:16:59: 'contact_id' is not a JSON pointer such as /customer/name
                    flows/appointments.yaml | one-match: link-only       | one-match: merge         | flows/appointments.yaml:21:14: 'merge' is not known here; there is adopt, duplicate, hold, link-only
                    flows/appointments.yaml | cancelled: { status: cancelled } | cancelled: { status: canceled } | flows/appointments.yaml:25:22: there is no word 'canceled'; did you mean 'cancelled'?
                    flows/appointments.yaml | cancelled: { status: cancelled } | cancelled: { statos: cancelled } | flows/appointments.yaml:25:22: there is no field 'statos'; did you mean 'status'?
                    flows/appointments.yaml | delete: { acme: cancel   | delete: { acme: soft     | flows/appointments.yaml:24:9: 'soft' needs the key 'soft-deleted': the values that such a record gets
                    flows/users.yaml        | delete: { acme: unlink   | delete: { acme: hard     | flows/users.yaml:23:17: app.member cannot be deleted: write 'cancel', 'soft' or 'unlink', or its call under 'delete' of its system
                    flows/users.yaml        | app: unlink }            | app: hold }              | flows/users.yaml:23:30: acme.user cannot be deleted: write 'cancel', 'soft' or 'unlink', or its call under 'delete' of its system
                    flows/appointments.yaml | lens: text, acme: { at: /subject | lens: txt, acme: { at: /subject | flows/appointments.yaml:60:22: 'txt' is not known here; did you mean 'text'?
                    flows/appointments.yaml | { at: /subject, max: 120 } | { at: /subject, mx: 120 } | flows/appointments.yaml:60:50: unknown key 'mx'; did you mean 'max'?
                    flows/appointments.yaml | { at: /subject, max: 120 } | { at: /subject, max: ten } | flows/appointments.yaml:60:55: a whole number is expected here
                    flows/appointments.yaml | held: { acme: Held         | held: { acme: Planned    | flows/appointments.yaml:71:25: 'Planned' stands for two words, so that it could not be read back
                    flows/appointments.yaml | flow: users                | flow: user               | flows/appointments.yaml:82:33: there is no flow 'user'; did you mean 'users'?
                    flows/appointments.yaml | crosses: to-app            | crosses: both-ways       | flows/appointments.yaml:89:15: what is read from a further record is never written; let the group say 'crosses: to-app'
                    flows/appointments.yaml | first: /first_name, last: /last_name | first: /first_name | flows/appointments.yaml:89:15: a key that belongs to 'first' is missing
                    flows/appointments.yaml | region: DE                 | region: XX               | flows/appointments.yaml:93:17: 'XX' is no region of phone numbers; write two capitals such as DE
                    flows/appointments.yaml | in: contact, at: /phone    | in: contract, at: /phone | flows/appointments.yaml:94:21: there is no enrichment 'contract'; did you mean 'contact'?
                    flows/appointments.yaml | rule: /recurrence          | rul: /recurrence         | flows/appointments.yaml:51:13: unknown key 'rul'; did you mean 'rule'?
                    flows/appointments.yaml | short-months: last-day     | short-months: clamp      | flows/appointments.yaml:41:82: 'clamp' is not known here; there is last-day, skip
                    flows/appointments.yaml | list: /exceptions,         | each: /exceptions,       | flows/appointments.yaml:43:15: the key 'list' is missing
                    flows/appointments.yaml | cancelled: { status: cancelled } | occurrences: { of: acme, ahead: 90d, title: title } | flows/appointments.yaml:25:20: app keeps series too, which then cross as they are; take its key 'series' away or this one
                    flows/appointments.yaml | # People do book twice, so that nothing but the external reference pairs two appointments. | filter: { acme: acne.subject != 'x' } | flows/appointments.yaml:18:17: there is no variable 'acne'; did you mean 'acme'?
                    flows/appointments.yaml | # People do book twice, so that nothing but the external reference pairs two appointments. | filter: { acme: acme.subject == } | flows/appointments.yaml:18:32: the expression ends too early
                    flows/appointments.yaml | # People do book twice, so that nothing but the external reference pairs two appointments. | filter: { acme: '1 + 2' } | flows/appointments.yaml:18:18: this is to be true or false, and it is a number
                    flows/appointments.yaml | # People do book twice, so that nothing but the external reference pairs two appointments. | filter: { acne: 'true' } | flows/appointments.yaml:18:11: unknown key 'acne'; did you mean 'acme'?
                    flows/appointments.yaml | lens: text, acme: { at: /subject, max: 120 } | lens: text, acme: { computed: acme.subject } | flows/appointments.yaml:60:34: what is computed is never written; let the group say 'crosses: to-app'
                    flows/appointments.yaml | acme: { at: /subject, max: 120 } | acme: { computed: acme.subject, max: 120 } | flows/appointments.yaml:60:60: what is computed has no 'max'; take it away
                    flows/appointments.yaml | acme: { at: /subject, max: 120 } | acme: { computed: '1 + 2' } | flows/appointments.yaml:60:47: this is to be text, and it is a number
                    flows/meetings.yaml     | pattern: "uuuu-MM-dd HH:mm" | pattern: "DD.MM.YYYY HH:mm" | flows/meetings.yaml:36:57: 'DD.MM.YYYY HH:mm' is no pattern by which a time such as dd.MM.uuuu HH:mm is written and read; a day needs uuuu, MM and dd, an hour HH
                    flows/meetings.yaml     | pattern: "uuuu-MM-dd HH:mm" | pattern: "uuuu-MM-dd hh:mm" | flows/meetings.yaml:36:57: 'uuuu-MM-dd hh:mm' is no pattern by which a time such as dd.MM.uuuu HH:mm is written and read; a day needs uuuu, MM and dd, an hour HH
                    flows/meetings.yaml     | planned: { acme: "1"       | planned: { acme: 1       | flows/meetings.yaml:56:28: text or a list is expected here; write "1" in quotation marks
                    flows/appointments.yaml | cancelled: { status: cancelled } | cancelled: { status: true } | flows/appointments.yaml:25:22: a field of the lens 'enum' cannot be this; one of its words (planned, held, cancelled) is expected here
                    flows/appointments.yaml | cancelled: { status: cancelled } | cancelled: { status: Held } | flows/appointments.yaml:25:22: there is no word 'Held'; it is called 'held' here
                    systems/acme.yaml       | timeout: 10s               | timeout: 10              | systems/acme.yaml:16:12: '10' is not a length of time such as 500ms, 10s, 5m, 2h or 1d
                    systems/acme.yaml       | query: { email: "{email}" } | query: { email: {email} } | systems/acme.yaml:70:49: text is expected here; braces begin a set of keys, so put the text in quotation marks
                    systems/acme.yaml       | read: GET /contacts/{id}   | read: GET /contacts/{contactId} | systems/acme.yaml:77:11: there is no place '{contactId}' here; did you mean '{id}'?
                    tenants/south.yaml      | credential: { env: DRAWBRIDGE_SOUTH_ACME_KEY } | credential: 5f2a9c | tenants/south.yaml:13:17: a secret never stands in a file: write { env: NAME } for a variable, or { file: /run/secrets/name }
                    flows/users.yaml        | strong: true               | strong: yes              | flows/users.yaml:15:11: true or false is expected here
                    flows/users.yaml        | app: by-email }            | app: by-mail }           | flows/users.yaml:16:34: there is no lookup of app.member 'by-mail'; did you mean 'by-email'?
                    flows/users.yaml        | flow: users                | flow: people             | flows/users.yaml:7:7: the file is called 'users.yaml', so this must be 'users'
                    counts/touchpoints.yaml | figure: app.touchpoint     | figure: app.touchpont    | counts/touchpoints.yaml:11:9: there is no figure 'touchpont'; did you mean 'touchpoint'?
                    counts/touchpoints.yaml | resource: acme.activity    | resource: app.event      | counts/touchpoints.yaml:10:34: app.event has no ordered version: which of two states is the newer one would not be known
                    counts/touchpoints.yaml | flow: users                | flow: user               | counts/touchpoints.yaml:14:30: there is no flow 'user'; did you mean 'users'?
                    counts/touchpoints.yaml | format: iso-instant        | format: iso-date         | counts/touchpoints.yaml:15:34: 'iso-date' is not known here; there is epoch-millis, epoch-seconds, iso-instant
                    counts/touchpoints.yaml | count: touchpoints         | count: touches           | counts/touchpoints.yaml:8:8: the file is called 'touchpoints.yaml', so this must be 'touchpoints'
                    systems/app.yaml        | {owner}/touchpoints        | 7/touchpoints            | systems/app.yaml:29:10: the path of a figure must name its {owner}
                    tenants/south.yaml      | touchpoints: {}            | touchpont: {}            | tenants/south.yaml:34:3: there is no count 'touchpont'; did you mean 'touchpoints'?
                    systems/acme.yaml       | timeout: 10s               | timeout: 10 seconds      | systems/acme.yaml:16:12: '10 seconds' is not a length of time such as 500ms, 10s, 5m, 2h or 1d
                    systems/acme.yaml       | concurrent: 8              | concurrent: 0            | systems/acme.yaml:17:15: must have a minimum value of 1
                    systems/acme.yaml       | user.created: { resource: user | user.created: { resource: usr | systems/acme.yaml:37:31: there is no resource 'usr'; did you mean 'user'?
                    tenants/south.yaml      | title: { policy: acme }    | titel: { policy: acme }  | tenants/south.yaml:29:7: there is no group 'titel'; did you mean 'title'?
                    tenants/south.yaml      | phone: null                | phne: null               | tenants/south.yaml:31:29: there is no field 'phne'; did you mean 'phone'?
                    tenants/south.yaml      | policy: acme               | policy: acne             | tenants/south.yaml:29:24: 'acne' is not known here; did you mean 'acme'?
                    tenants/south.yaml      | zone: Europe/Vienna        | zone: Europe/Viena       | tenants/south.yaml:8:7: 'Europe/Viena' is no time zone; did you mean 'Europe/Vienna'?
                    tenants/south.yaml      | env: DRAWBRIDGE_SOUTH_ACME_KEY | env: DRAWBRIDGE_SOUTH_ACME_KEI | tenants/south.yaml:13:24: the environment variable DRAWBRIDGE_SOUTH_ACME_KEI is not set
                    tenants/south.yaml      | credential: { env: DRAWBRIDGE_SOUTH_ACME_KEY } | sweep: 5s | tenants/south.yaml:12:15: this connection shows nothing; name a 'credential': { env: NAME } or a client of 'oauth2'
                    tenants/south.yaml      | credential: { env: DRAWBRIDGE_SOUTH_APP_TOKEN } | oauth2: { client-id: { env: DRAWBRIDGE_SOUTH_APP_TOKEN }, client-secret: { env: DRAWBRIDGE_SOUTH_APP_TOKEN } } | tenants/south.yaml:18:13: systems/app.yaml does not say how tokens are got
                    tenants/south.yaml      | endpoint: ${DRAWBRIDGE_SOUTH_APP_URL} | endpoint: app.example.com | tenants/south.yaml:17:15: 'app.example.com' is no address such as https://crm.example.com
                    """)
    void tellsTheLineAndWhatWasProbablyMeant(String file, String old, String now, String problem) {
        Shipped.replace(folder, file, old, now);

        assertThat(problems()).contains(problem);
    }

    /// What a system's file says about its fields is known without the document of its API.
    @Test
    void refusesAMisspeltFieldOfAnExpressionWhereTheSystemsFileNamesItsFields() {
        Shipped.replace(
                folder,
                "systems/acme.yaml",
                "  appointment:\n",
                "  appointment:\n    fields: { /subject: text, /owner/zone: text }\n");
        Shipped.replace(
                folder,
                FLOW,
                "situations:\n",
                "filter: { acme: acme.subjct != 'x' && acme.owner.zon != 'y' }\nsituations:\n");

        assertThat(problems())
                .containsExactly(
                        FLOW + ":19:22: acme has no 'subjct'; did you mean 'subject'?",
                        FLOW + ":19:50: acme.owner has no 'zon'; did you mean 'zone'?");
    }

    @Test
    void tellsWhatATopicNamesThatIsNotThere() {
        Shipped.replace(
                folder,
                "systems/acme.yaml",
                "\nresources:\n",
                """

                kafka:
                  topic: crm.users
                  empty: gone
                  types:
                    changed: { resource: usr }

                resources:
                """);
        Shipped.replace(
                folder,
                "tenants/south.yaml",
                "endpoint: ${DRAWBRIDGE_SOUTH_APP_URL}",
                """
                kafka: { brokers: kafka, sasl: plain }
                    endpoint: ${DRAWBRIDGE_SOUTH_APP_URL}""");

        assertThat(problems())
                .anySatisfy(
                        problem ->
                                assertThat(problem)
                                        .startsWith("systems/acme.yaml:")
                                        .endsWith(
                                                "there is no resource 'usr'; did you mean 'user'?"))
                .anySatisfy(problem -> assertThat(problem).contains("there is no type 'gone'"))
                .anySatisfy(
                        problem ->
                                assertThat(problem)
                                        .isEqualTo(
                                                "tenants/south.yaml:17:12: systems/app.yaml names"
                                                        + " no topic under 'kafka'"))
                .anySatisfy(
                        problem ->
                                assertThat(problem)
                                        .contains(
                                                "names no brokers such as kafka.example.com:9092"))
                .anySatisfy(problem -> assertThat(problem).contains("name both or neither"));
    }

    /// Kafka would hand each of them a part of the messages.
    @Test
    void refusesAGroupThatTwoCustomersRead() {
        kafka("  group: drawbridge\n", "broker-2.example.com:9092,broker-1.example.com:9092");

        assertThat(problems())
                .containsExactly(
                        "tenants/south.yaml:12:12: the group 'drawbridge' is read for acme of north"
                                + " too (tenants/north.yaml:11:12), and Kafka gives each message to one"
                                + " reader of a group; name another under 'group' here, or write"
                                + " {tenant} into that of systems/acme.yaml");
    }

    @Test
    void takesOneGroupsNameAtTwoBrokersAndTheGroupThatSaysNothing() {
        kafka("  group: drawbridge\n", "broker-3.example.com:9092");
        assertThat(Shipped.load(folder).tenants()).containsKeys("north", "south");

        Shipped.replace(folder, "systems/acme.yaml", "  group: drawbridge\n", "");
        Shipped.replace(
                folder, "tenants/south.yaml", "broker-3.example.com", "broker-1.example.com");
        assertThat(Shipped.load(folder).tenants()).containsKeys("north", "south");
    }

    private void kafka(String group, String south) {
        Shipped.replace(
                folder,
                "systems/acme.yaml",
                "\nresources:\n",
                "\nkafka:\n  topic: crm.users\n"
                        + group
                        + "  types: { changed: { resource: user } }\n\nresources:\n");
        for (String tenant : List.of("north", "south")) {
            String endpoint =
                    "endpoint: ${DRAWBRIDGE_" + tenant.toUpperCase(Locale.ROOT) + "_ACME_URL}";
            String brokers = tenant.equals("north") ? "broker-1.example.com:9092" : south;
            Shipped.replace(
                    folder,
                    "tenants/" + tenant + ".yaml",
                    endpoint,
                    "kafka: { brokers: \"" + brokers + "\" }\n    " + endpoint);
        }
    }

    @Test
    void tellsALookupForSeveralThatIsNotThereOrTakesNoIds() {
        Shipped.replace(
                folder, FLOW, "reference: /contact_id", "reference: /contact_id, lookup: by-ids");
        assertThat(problems())
                .anySatisfy(
                        problem ->
                                assertThat(problem)
                                        .contains("there is no lookup of acme.contact 'by-ids'"));
    }

    @Test
    void tellsAllMistakesOfAllFilesAtOnceInTheirOrder() {
        Shipped.replace(folder, "systems/acme.yaml", "timeout: 10s", "timeout: soon");
        Shipped.replace(folder, FLOW, "one-match: link-only", "one-match: merge");
        Shipped.replace(folder, FLOW, "region: DE", "region: XX");
        Shipped.replace(folder, "flows/users.yaml", "strong: true", "strong: perhaps");
        Shipped.replace(folder, "tenants/north.yaml", "zone: Europe/Berlin", "zone: Berlin");

        assertThat(problems())
                .containsExactly(
                        "flows/appointments.yaml:21:14: 'merge' is not known here; there is"
                                + " adopt, duplicate, hold, link-only",
                        "flows/appointments.yaml:93:17: 'XX' is no region of phone numbers; write"
                                + " two capitals such as DE",
                        "flows/users.yaml:15:11: true or false is expected here",
                        "systems/acme.yaml:16:12: 'soon' is not a length of time such as 500ms,"
                                + " 10s, 5m, 2h or 1d",
                        "tenants/north.yaml:7:7: 'Berlin' is no time zone");
    }

    @Test
    void onlySetsAreJoined() {
        Shipped.replace(folder, FLOW, "  title:\n    policy: hold", "  title:\n    policy: union");

        assertThat(problems())
                .containsExactly(
                        "flows/appointments.yaml:58:13: 'union' is for groups whose fields all have"
                                + " the lens 'set'");
    }

    @Test
    void aMissingKeyIsToldWhereItsPartBegins() {
        Shipped.replace(folder, "systems/acme.yaml", "  body: 1MiB\n", "");

        assertThat(problems()).containsExactly("systems/acme.yaml:16:3: the key 'body' is missing");
    }

    @Test
    void aReferenceWithoutALookupIsRefusedBecauseADoubtCouldNeverBeCleared() {
        Shipped.replace(
                folder, "systems/app.yaml", "      external-reference:\n", "      by-reference:\n");

        assertThat(problems())
                .singleElement()
                .asString()
                .startsWith("systems/app.yaml:52:25: a record that carries a reference needs");
    }

    @Test
    void everyMissingVariableIsToldAtItsLine() {
        assertThat(problems(Map.of()))
                .hasSize(12)
                .contains(
                        "tenants/north.yaml:11:15: the environment variable"
                                + " DRAWBRIDGE_NORTH_ACME_URL is not set",
                        "tenants/north.yaml:12:24: the environment variable"
                                + " DRAWBRIDGE_NORTH_ACME_KEY is not set");
    }

    @Test
    void whatIsNoYamlIsToldAtTheSignThatBreaksIt() throws IOException {
        Files.writeString(folder.resolve("tenants/east.yaml"), "tenant: east\nzone: [1\n");

        assertThat(problems())
                .containsExactly(
                        "tenants/east.yaml:3:1: this is not YAML: a comma or a closing ] is expected"
                                + " here");
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    tenant: east^\tzone: UTC    | 2:1: this is not YAML: a tab stands here; indent by blanks, two for each step
                    tenant: east^  zone: UTC    | 2:7: this is not YAML: a colon stands where no key can be; put the text in quotation marks, or look at how the line is indented
                    zone: UTC^flows:^    a: {}^   b: {}^title: T | 4:4: this is not YAML: this is indented otherwise than what stands above it
                    zone: @UTC                  | 1:7: this is not YAML: nothing can begin with @; put it in quotation marks
                    """)
    void whatIsNoYamlIsToldInPlainWords(String lines, String problem) throws IOException {
        Files.writeString(
                folder.resolve("tenants/east.yaml"),
                lines.replace('^', '\n').replace("\\t", "\t") + "\n");

        assertThat(problems()).containsExactly("tenants/east.yaml:" + problem);
    }

    @Test
    void anAnchorIsRefusedAlthoughNothingRefersToIt() throws IOException {
        Shipped.replace(folder, FLOW, "  title:\n", "  title: &title\n");

        assertThat(problems())
                .singleElement()
                .asString()
                .endsWith("anchors and aliases are not read here; write the value out");
    }

    /// Of a resource that was refused a flow said that there is none, as if it were misspelt.
    @Test
    void aFlowDoesNotMissAResourceThatIsRefusedWhereItIsDescribed() {
        Shipped.replace(folder, "systems/app.yaml", "create: POST /events", "create: /events");

        assertThat(problems()).singleElement().asString().startsWith("systems/app.yaml:");
    }

    @Test
    void aKeyThatStandsTwiceAnAliasAndATagAreRefused() throws IOException {
        Files.writeString(
                folder.resolve("tenants/east.yaml"),
                """
                tenant: east
                tenant: west
                title: &title East
                zone: *title
                flows: !!set {}
                """);

        assertThat(problems())
                .contains(
                        "tenants/east.yaml:2:1: the key 'tenant' stands already in line 1",
                        "tenants/east.yaml:3:8: anchors and aliases are not read here; write the"
                                + " value out",
                        "tenants/east.yaml:5:8: tags such as 'tag:yaml.org,2002:set' are not read"
                                + " here");
    }

    @Test
    void anEmptyFileAFileInAnotherEncodingAndAFileOfAnotherNameAreTold() throws IOException {
        Files.writeString(folder.resolve("tenants/east.yaml"), "# nothing yet\n");
        Files.write(
                folder.resolve("tenants/west.yaml"),
                "title: Köln\n".getBytes(StandardCharsets.ISO_8859_1));
        Files.writeString(folder.resolve("flows/more.yml"), "flow: more\n");

        assertThat(problems())
                .containsExactly(
                        "flows/more.yml:1:1: only files that end in .yaml are read here; rename"
                                + " this one or take it away",
                        "tenants/east.yaml:1:1: the file is empty",
                        "tenants/west.yaml:1:1: the file is not encoded in UTF-8");
    }

    @Test
    void aFolderThatIsNotThereIsToldOnce() {
        Path nowhere = folder.resolve("nowhere");

        assertThat(problems(nowhere, Map.of()))
                .containsExactly(
                        "nowhere:1:1: the folder '"
                                + nowhere
                                + "' does not exist; it is to hold the folders systems, flows and"
                                + " tenants");
    }

    @Test
    void aTenantThatRunsAFlowWithoutItsParentIsTold() {
        Shipped.replace(folder, "tenants/north.yaml", "  users: {}\n", "");

        assertThat(problems())
                .containsExactly(
                        "tenants/north.yaml:22:17: the flow needs the flow 'users', which this"
                                + " tenant does not run",
                        "tenants/north.yaml:25:16: the count needs the flow 'users', which this"
                                + " tenant does not run");
    }

    private List<String> problems() {
        return problems(Shipped.environment());
    }

    private List<String> problems(Map<String, String> environment) {
        return problems(folder, environment);
    }

    private static List<String> problems(Path folder, Map<String, String> environment) {
        try {
            Mappings accepted = MappingLoader.load(folder, environment);
            throw new AssertionError("accepted: " + accepted.tenants().keySet());
        } catch (Mappings.Refused refused) {
            return refused.problems().stream().map(Mappings.Problem::toString).toList();
        }
    }
}
