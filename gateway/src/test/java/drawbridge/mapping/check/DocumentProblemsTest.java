package drawbridge.mapping.check;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.mapping.file.Shipped;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What a mapping says that the documents of its APIs do not know is told at its place, with what
/// was probably meant.
class DocumentProblemsTest {

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
                    systems/acme.yaml | openapi: openapi/acme.json | openapi: openapi/acne.json | systems/acme.yaml:7:10: there is no file 'systems/openapi/acne.json'; did you mean 'openapi/acme.json'?
                    systems/acme.yaml | openapi: openapi/acme.json | openapi: ../../acme.json | systems/acme.yaml:7:10: '../../acme.json' does not lie in this folder; copy the document into systems/openapi
                    systems/acme.yaml | openapi: openapi/acme.json | openapi: ../schema/flow.schema.json | systems/acme.yaml:7:10: '../schema/flow.schema.json' is no OpenAPI document of version 3.0 or 3.1
                    systems/acme.yaml | base-path: /api/v2 | base-path: /api/v3 | systems/acme.yaml:8:12: the document has no server at '/api/v3'; did you mean '/api/v2'?
                    systems/acme.yaml | header: X-Acme-Key | header: X-Acne-Key | systems/acme.yaml:12:11: the document takes no credential in the header 'X-Acne-Key'; did you mean 'X-Acme-Key'?
                    systems/acme.yaml | token: /oauth/token | token: /oauth2/token | systems/acme.yaml:13:20: the document gives no tokens at '/oauth2/token'; did you mean '/oauth/token'?
                    systems/acme.yaml | read: GET /contacts/{id} | read: GET /contact/{id} | systems/acme.yaml:77:11: the document has no GET /contact/{id}; did you mean /contacts/{id}?
                    systems/acme.yaml | update: PATCH /appointments/{id} | update: PUT /appointments/{id} | systems/acme.yaml:101:13: the document has no PUT /appointments/{id}; the path has GET, PATCH, DELETE
                    systems/acme.yaml | query: { email: "{email}" } | query: { mail: "{email}" } | systems/acme.yaml:70:42: GET /users has no parameter 'mail'; did you mean 'email'?
                    systems/acme.yaml | parameter: updated_since | parameter: updated_sine | systems/acme.yaml:66:27: GET /users has no parameter 'updated_sine'; did you mean 'updated_since'?
                    systems/acme.yaml | query: { limit: "200" } | query: { limit: "500" } | systems/acme.yaml:65:23: the document takes 200 at most
                    systems/acme.yaml | include_deleted: "true" | include_deleted: "yes" | systems/acme.yaml:108:64: the document takes true or false here
                    systems/acme.yaml | next: /next_cursor | next: /next | systems/acme.yaml:67:41: the answer to GET /users has no /next; there is /data, /next_cursor
                    systems/acme.yaml | items: /data | items: /dat | systems/acme.yaml:68:14: the answer to GET /users has no /dat; did you mean /data?
                    systems/acme.yaml | version: { at: /revision | version: { at: /revison | systems/acme.yaml:59:20: acme.user has no /revison; did you mean /revision?
                    systems/acme.yaml | deleted-marker: /deleted | deleted-marker: /delted | systems/acme.yaml:61:21: a row of GET /users has no /delted; did you mean /deleted?
                    systems/acme.yaml | external-reference: /external_ref | external-reference: /external_rev | systems/acme.yaml:92:25: acme.appointment has no /external_rev; did you mean /external_ref?
                    systems/acme.yaml | code: /error/code | code: /error/cod | systems/acme.yaml:23:9: no error of the document has /error/cod; did you mean /error/code?
                    systems/acme.yaml | shape: list-of-name-and-reason | shape: object-of-lists | systems/acme.yaml:27:10: an object is expected there, and the document says a list
                    systems/acme.yaml | record: /data | record: /dta | systems/acme.yaml:35:11: a webhook has no /dta; did you mean /data?
                    systems/acme.yaml | user.created: | user.create: | systems/acme.yaml:37:5: there is no webhook 'user.create'; did you mean 'user.created'?
                    systems/acme.yaml | name: /email | name: /e_mail | systems/acme.yaml:53:9: acme.user has no /e_mail; did you mean /email?
                    systems/app.yaml | updated-at: { at: /changedAt, format: epoch-millis } | updated-at: { at: /changedAt, format: iso-instant } | systems/app.yaml:37:43: 'iso-instant' is no time there: the document says a whole number
                    systems/app.yaml | number: /count | number: /cont | systems/app.yaml:30:13: the body of PUT /members/{owner}/touchpoints/{day}/{kind} has no /cont; did you mean /count?
                    flows/appointments.yaml | acme: { at: /subject, max: 120 } | acme: { at: /subjct, max: 120 } | flows/appointments.yaml:60:40: acme.appointment has no /subjct; did you mean /subject?
                    flows/appointments.yaml | app: /title } | app: /titel } | flows/appointments.yaml:60:67: app.event has no /titel; did you mean /title?
                    flows/appointments.yaml | app: /customer/mail | app: /customer/email | flows/appointments.yaml:99:14: app.event has no /customer/email; did you mean /customer/mail?
                    flows/appointments.yaml | reference: /contact_id | reference: /contct_id | flows/appointments.yaml:16:59: acme.appointment has no /contct_id; did you mean /contact_id?
                    flows/appointments.yaml | in: contact, at: /phone | in: contact, at: /telephone | flows/appointments.yaml:94:34: acme.contact has no /telephone; there is /id, /first_name, /last_name, /phone, /email, /created_at, /updated_at, /revision
                    flows/appointments.yaml | month-day: /month_day | month-day: /monthday | flows/appointments.yaml:40:91: acme.appointment has no /repeats/monthday; did you mean /repeats/month_day?
                    flows/appointments.yaml | cancelled: /cancelled, start | cancelled: /canceled, start | flows/appointments.yaml:43:68: an item of /exceptions of acme.appointment has no /canceled; did you mean /cancelled?
                    flows/appointments.yaml | flag: /allDay | flag: /state | flows/appointments.yaml:48:28: /state of app.event is text, and this lens takes true or false
                    flows/appointments.yaml | at: /memberId, as: number | at: /memberId | flows/appointments.yaml:82:68: /memberId of app.event is a whole number, and this lens takes text (for numbers write 'as: number')
                    flows/appointments.yaml | acme: { at: /location, max: 80 } | acme: { at: /location, max: 90 } | flows/appointments.yaml:77:56: the body of POST /appointments takes 80 characters at most, and not 90
                    flows/appointments.yaml | acme: Held, app: done | acme: Hold, app: done | flows/appointments.yaml:71:25: /status of acme.appointment is never 'Hold'; did you mean 'Held'?
                    flows/appointments.yaml | # People do book twice, so that nothing but the external reference pairs two appointments. | filter: { acme: acme.subjct != 'x' } | flows/appointments.yaml:18:22: acme has no 'subjct'; did you mean 'subject'?
                    flows/appointments.yaml | # People do book twice, so that nothing but the external reference pairs two appointments. | filter: { acme: "acme.duration_minutes == 'x'" } | flows/appointments.yaml:18:40: '==' takes no a number with text
                    flows/appointments.yaml | # People do book twice, so that nothing but the external reference pairs two appointments. | filter: { app: app.customer.nam != null } | flows/appointments.yaml:18:29: app.customer has no 'nam'; did you mean 'name'?
                    flows/appointments.yaml | # People do book twice, so that nothing but the external reference pairs two appointments. | filter: { acme: contact.emial != '' } | flows/appointments.yaml:18:25: contact has no 'emial'; did you mean 'email'?
                    flows/appointments.yaml | lens: text, acme: { at: /subject, max: 120 } | lens: text, acme: { computed: acme.subjct } | flows/appointments.yaml:60:51: acme has no 'subjct'; did you mean 'subject'?
                    systems/acme.yaml | parameter: cursor, next | parameter: Cur_sor, next | systems/acme.yaml:67:27: GET /users has no parameter 'Cur_sor'; did you mean 'cursor'?
                    systems/acme.yaml | items: /data | items: /rows | systems/acme.yaml:68:14: the answer to GET /users has no /rows; there is /data, /next_cursor
                    systems/acme.yaml | read: GET /contacts/{id} | read: GET /contact/{id} | systems/acme.yaml:77:11: the document has no GET /contact/{id}; did you mean /contacts/{id}?
                    counts/touchpoints.yaml | at: /user_id | at: /userid | counts/touchpoints.yaml:14:14: acme.activity has no /userid; did you mean /user_id?
                    counts/touchpoints.yaml | at: /occurred_at, format: iso-instant | at: /occurred_at, format: epoch-millis | counts/touchpoints.yaml:15:34: a number is expected there, and the document says text
                    counts/touchpoints.yaml | email: mails | mail: mails | counts/touchpoints.yaml:20:12: 'mail' is no word of acme.activity; did you mean 'email'?
                    counts/touchpoints.yaml | call: calls | call: cals | counts/touchpoints.yaml:20:32: app.touchpoint has no kind 'cals'; did you mean 'calls'?
                    """)
    void tellsTheLineAndWhatWasProbablyMeant(String file, String old, String now, String problem) {
        Shipped.replace(folder, file, old, now);

        assertThat(Checked.problems(folder)).contains(problem);
    }

    @Test
    void oneMistakeIsToldOnceHoweverManyTenantsAndBodiesItIsIn() {
        Shipped.replace(folder, "flows/appointments.yaml", "at: /subject,", "at: /subjct,");

        assertThat(Checked.problems(folder))
                .containsExactly(
                        "flows/appointments.yaml:60:40: acme.appointment has no /subjct; did you"
                                + " mean /subject?");
    }

    @Test
    void aMisspeltWordIsOneMistakeAndNotThatOfItsPartnerToo() {
        Shipped.replace(folder, "flows/appointments.yaml", "acme: Held, app", "acme: Hold, app");

        assertThat(Checked.problems(folder))
                .containsExactly(
                        "flows/appointments.yaml:71:25: /status of acme.appointment is never"
                                + " 'Hold'; did you mean 'Held'?");
    }

    @Test
    void whatTheDocumentLetsNobodyWriteIsTold() {
        Shipped.replace(
                folder,
                "systems/openapi/acme.json",
                "\"maxLength\": 120",
                "\"maxLength\": 120, \"readOnly\": true");

        assertThat(Checked.problems(folder))
                .contains(
                        "flows/appointments.yaml:60:40: /subject of the body of POST /appointments"
                                + " cannot be written: the document says readOnly");
    }

    @Test
    void aLookupByReferenceThatAsksForNoneIsTold() {
        Shipped.replace(
                folder,
                "systems/app.yaml",
                "query: { externalRef: \"{reference}\" }",
                "query: { externalRef: \"{ref}\" }");

        assertThat(Checked.problems(folder))
                .containsExactly(
                        "systems/app.yaml:66:7: this finds a record by its reference, and no"
                                + " parameter asks for {reference}");
    }

    @Test
    void aValueOfTheDocumentWithoutAWordIsTold() {
        Shipped.replace(
                folder,
                "flows/appointments.yaml",
                "          held: { acme: Held, app: done }\n",
                "");

        assertThat(Checked.problems(folder))
                .contains(
                        "flows/appointments.yaml:69:9: /status of acme.appointment may also be"
                                + " 'Held', which has no word here: such a record could not cross");
    }

    @Test
    void aDocumentInYamlOfTheOlderVersionIsReadLikeAnyOther() throws IOException {
        Files.writeString(
                folder.resolve("systems/openapi/app.yaml"),
                """
                openapi: 3.0.3
                servers: [ { url: "https://{region}.example.com/v1/" } ]
                paths:
                  /events/{eventId}:
                    get:
                      responses:
                        200: { content: { application/json: { schema: { $ref: '#/components/schemas/Event' } } } }
                components:
                  schemas:
                    Base: { type: object, properties: { id: { type: integer } } }
                    Event:
                      allOf:
                        - $ref: '#/components/schemas/Base'
                        - { type: object, properties: { title: { type: string, nullable: true }, no: { type: string } } }
                """);
        Shipped.replace(folder, "systems/app.yaml", "openapi/app.json", "openapi/app.yaml");

        assertThat(Checked.problems(folder))
                .contains(
                        "systems/app.yaml:51:23: app.event has no /changedAt; there is /id, /title, /no",
                        "flows/appointments.yaml:68:14: app.event has no /state; there is /id, /title, /no")
                .noneMatch(problem -> problem.contains("app.event has no /title"))
                .noneMatch(problem -> problem.contains("GET /events/{id}"));
    }

    @Test
    void aDocumentThatLeadsElsewhereOrIsNoneIsToldInOneLine() throws IOException {
        Path document = folder.resolve("systems/openapi/acme.json");
        Files.writeString(
                document,
                Files.readString(document).replace("#/components/schemas/Stamp", "stamps.json"));
        Files.writeString(folder.resolve("systems/openapi/app.json"), "{ \"openapi\": \"3.1.0\",");

        assertThat(Checked.problems(folder))
                .contains(
                        "systems/openapi/acme.json:1417:22: this refers to 'stamps.json', which is"
                                + " not in the document; write all into one file")
                .anyMatch(
                        problem ->
                                problem.startsWith(
                                        "systems/openapi/app.json:1:22: this is not JSON: "));
    }

    @Test
    void aReferenceThatLeadsBackToItselfIsToldAndTakenForNothing() throws IOException {
        Path document = folder.resolve("systems/openapi/app.json");
        Files.writeString(
                document,
                Files.readString(document)
                        .replace(
                                "\"schemas\": {",
                                "\"schemas\": { \"One\": { \"$ref\":"
                                        + " \"#/components/schemas/Other\" },\n\"Other\": {"
                                        + " \"$ref\": \"#/components/schemas/One\" },"));

        assertThat(Checked.problems(folder))
                .anyMatch(
                        problem ->
                                problem.matches(
                                        "systems/openapi/app.json:\\d+:\\d+: this refers to"
                                                + " '#/components/schemas/Other', which leads back"
                                                + " to itself.*"));
    }

    @Test
    void aSchemaThatStandsTwiceInADocumentIsToldAtItsLine() throws IOException {
        Files.writeString(
                folder.resolve("systems/openapi/app.json"),
                "{ \"openapi\": \"3.1.0\",\n  \"paths\": {},\n  \"paths\": {} }");
        Files.writeString(
                folder.resolve("systems/openapi/acme.yaml"),
                "openapi: 3.1.0\ncomponents:\n  schemas:\n    A: {}\n    A: {}\n");
        Shipped.replace(folder, "systems/acme.yaml", "openapi/acme.json", "openapi/acme.yaml");

        assertThat(Checked.problems(folder))
                .contains(
                        "systems/openapi/acme.yaml:5:5: this names 'A' twice in one place",
                        "systems/openapi/app.json:3:10: this names 'paths' twice in one place");
    }

    /// The calendar of a newcomer refused every booking: its end had no zone.
    @Test
    void whatACreateNeedsAndNoFieldWritesIsTold() {
        Shipped.replace(
                folder,
                "systems/openapi/app.json",
                "\"EventWrite\": {",
                "\"EventWrite\": { \"required\": [\"branch\", \"title\"],");

        assertThat(Checked.problems(folder))
                .contains(
                        "flows/appointments.yaml:20:21: POST /events needs /branch, which no field"
                                + " writes; write it by a field, or always the same under 'body' of"
                                + " the call");
    }

    @Test
    void ofAnObjectThatIsWrittenInPartTheRestIsNeededToo() {
        Shipped.replace(
                folder,
                "systems/openapi/app.json",
                "\"customer\": {\n            \"type\": [",
                "\"customer\": {\n            \"required\": [\"number\"], \"type\": [");

        assertThat(Checked.problems(folder))
                .contains(
                        "flows/appointments.yaml:20:21: POST /events needs /customer/number, which"
                                + " no field writes; write it by a field, or always the same under"
                                + " 'body' of the call");
    }

    @Test
    void ofAnApiWithoutADocumentNothingIsCheckedAndThatIsSaid() {
        Shipped.replace(folder, "systems/app.yaml", "openapi: openapi/app.json\n", "");
        Shipped.replace(folder, "flows/appointments.yaml", "app: /title }", "app: /titel }");

        assertThat(Checked.problems(folder))
                .noneMatch(problem -> problem.startsWith("flows/appointments.yaml"));
        assertThat(Checked.notes(folder))
                .containsExactly(
                        "systems/app.yaml:6:9: no place in the records of app is checked: name the"
                                + " document of its API with 'openapi', or the fields of its"
                                + " resources with 'fields'");
    }

    @Test
    void declaredFieldsStandInForADocument() {
        Shipped.replace(folder, "systems/app.yaml", "openapi: openapi/app.json\n", "");
        Shipped.replace(
                folder,
                "systems/app.yaml",
                "  event:\n    id: /id\n",
                """
                  event:
                    id: /id
                    fields:
                      /id: number
                      /memberId: number
                      /titles: { type: text, max: 80 }
                      /allDay: bool
                      /start: text
                      /end: text
                      /zone: text
                      /state: { type: text, enum: [open, done, gone] }
                      /customer: object
                      /externalRef: text
                      /changedAt: number
                      /recurrence: text
                      /exdates: list
                      /overrides: list
                """
                        .indent(0));

        assertThat(Checked.problems(folder))
                .containsExactly(
                        "flows/appointments.yaml:60:67: app.event has no /title; did you mean"
                                + " /titles?",
                        "flows/appointments.yaml:69:9: /state of app.event may also be 'gone', which"
                                + " has no word here: such a record could not cross",
                        "flows/appointments.yaml:72:45: /state of app.event is never 'cancelled';"
                                + " there is done, gone, open",
                        "flows/appointments.yaml:77:73: app.event has no /place",
                        "flows/meetings.yaml:46:73: app.event has no /title; did you mean /titles?",
                        "flows/meetings.yaml:55:9: /state of app.event may also be 'gone', which has"
                                + " no word here: such a record could not cross",
                        "flows/meetings.yaml:58:40: /state of app.event is never 'cancelled'; there"
                                + " is done, gone, open",
                        "flows/meetings.yaml:63:69: app.event has no /place");
        assertThat(Checked.notes(folder))
                .containsExactly(
                        "systems/app.yaml:33:3: no place in a record of app.member is checked: name"
                                + " its fields with 'fields'");
    }
}
