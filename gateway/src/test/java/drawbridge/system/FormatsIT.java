package drawbridge.system;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.crossing.engine.CrossingFailure;
import drawbridge.crossing.engine.Remote.Call;
import drawbridge.crossing.engine.Remote.Read;
import drawbridge.crossing.engine.Remote.Written;
import drawbridge.mapping.JsonText;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Value;
import drawbridge.system.ScriptedSystem.Described;
import drawbridge.system.ScriptedSystem.Reply;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// What is sent and answered in other formats than JSON, and what comes that is none of them.
class FormatsIT {

    private static final RecordRef T1 = new RecordRef(Specs.THING, "1");
    private static final String XML =
            """
            formats:
              sends: xml
              answers: xml
              lists: [/things/thing, /thing/tags/tag]
              numbers: [/thing/minutes, /things/thing/minutes]
              flags: [/thing/@open]
            errors: { message: /error/text, code: /error/@code, meaning: { BUSY: limit } }
            """;
    private static final String THING =
            """
            id: /@id
            record: /thing
            created-id: /thing/@id
            read: GET /things/{id}
            create: POST /things
            update: PUT /things/{id}
            list:
              path: /things
              pages: none
              items: /things/thing
            """;
    private static final String FORM =
            """
            id: /id
            read: { call: "GET /things/{id}", answers: json }
            create: { call: POST /things, sends: form }
            list:
              path: /things
              pages: none
              items: ""
            """;

    private final Vertx vertx = Vertx.vertx();
    private final ScriptedSystem system = new ScriptedSystem(vertx);

    @AfterEach
    void stop() {
        Outcomes.of(vertx.close());
    }

    private Call call() {
        return new Call(Specs.NORTH, Optional.empty(), system.clock.now().plusSeconds(20));
    }

    private Future<Read> read(Described described) {
        return described.remote.read(call(), T1);
    }

    private List<Value> list(Described described) {
        return Outcomes.of(
                        described.remote.page(
                                Specs.NORTH, Specs.THING, Instant.EPOCH, Optional.empty()))
                .rows();
    }

    private Future<Written> create(Described described, Value.Obj body) {
        return described.remote.create(
                new Call(
                        Specs.NORTH,
                        Optional.of(UUID.randomUUID()),
                        system.clock.now().plusSeconds(20)),
                Specs.THING,
                body);
    }

    private static Reply xml(String body) {
        return Reply.of(200, body).with("Content-Type", "application/xml");
    }

    private static String json(Value value) {
        return new String(JsonText.write(value), StandardCharsets.UTF_8);
    }

    private static Value.Obj obj(Object... members) {
        Map<String, Value> made = new LinkedHashMap<>();
        for (int i = 0; i < members.length; i += 2) {
            made.put((String) members[i], (Value) members[i + 1]);
        }
        return new Value.Obj(made);
    }

    private static String record(Read read) {
        return read instanceof Read.Present(var state) ? json(state.record()) : read.toString();
    }

    @Test
    void readsElementsAttributesListsNumbersAndNothing() {
        system.answers(
                _ ->
                        xml(
                                """
                                <?xml version="1.0"?>
                                <!-- a comment -->
                                <x:thing xmlns:x="urn:x" id="1" open="true"
                                    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
                                  <name>A &amp; B <![CDATA[<c>]]></name>
                                  <minutes> 45 </minutes>
                                  <tags><tag>one</tag></tags>
                                  <note/>
                                  <room xsi:nil="true"/>
                                  <price currency="EUR">12.50</price>
                                </x:thing>
                                """));

        assertThat(record(Outcomes.of(read(system.describe(XML, THING)))))
                .isEqualTo(
                        "{\"@id\":\"1\",\"@open\":true,\"name\":\"A & B <c>\",\"minutes\":45,"
                                + "\"tags\":{\"tag\":[\"one\"]},\"note\":\"\",\"room\":null,"
                                + "\"price\":{\"@currency\":\"EUR\",\"#text\":\"12.50\"}}");
        assertThat(system.asked.getLast().headers()).containsEntry("Accept", "application/xml");
    }

    @Test
    void aListOfOneAndOfNoneIsAListAllTheSame() {
        Described described = system.describe(XML, THING);
        system.answers(_ -> xml("<things><thing id=\"1\"/></things>"));
        assertThat(list(described)).hasSize(1);

        system.answers(_ -> xml("<things/>"));
        assertThat(list(described)).isEmpty();
    }

    @Test
    void writesOneRootWithAttributesListsAndWhatXmlMustEscape() {
        system.answers(_ -> xml("<thing id=\"7\"/>"));

        Written written =
                Outcomes.of(
                        create(
                                system.describe(XML, THING),
                                obj(
                                        "@open", Value.of(true),
                                        "name", Value.of("A & B <c>"),
                                        "minutes", Value.of(45),
                                        "tags",
                                                obj(
                                                        "tag",
                                                        new Value.Arr(
                                                                List.of(
                                                                        Value.of("one"),
                                                                        Value.of("two")))))));

        assertThat(written.record().id()).isEqualTo("7");
        assertThat(system.asked.getLast().headers())
                .containsEntry("Content-Type", "application/xml");
        assertThat(system.asked.getLast().body())
                .endsWith(
                        "<thing open=\"true\"><name>A &amp; B &lt;c&gt;</name><minutes>45</minutes>"
                                + "<tags><tag>one</tag><tag>two</tag></tags></thing>");
    }

    @Test
    void whatXmlCannotHoldIsARecordErrorAndIsNotSent() {
        CrossingFailure failure =
                Outcomes.failureOf(
                        create(system.describe(XML, THING), obj("name", Value.of("a\u0000b"))));

        assertThat(failure).isInstanceOf(CrossingFailure.BadRecord.class);
        assertThat(failure.facts().sentence()).contains("XML cannot hold the character U+0000");
        assertThat(system.asked).isEmpty();
    }

    @Test
    void anErrorInXmlIsUnderstood() {
        system.answers(
                _ ->
                        Reply.of(400, "<error code=\"BUSY\"><text>come again</text></error>")
                                .with("Content-Type", "text/xml"));

        assertThat(Outcomes.failureOf(read(system.describe(XML, THING))))
                .isInstanceOf(CrossingFailure.Transient.class)
                .hasMessageContaining("come again");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    <!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><thing id="1">&x;</thing> | DOCTYPE
                    <!DOCTYPE thing><thing id="1"/>                   | DOCTYPE
                    <thing id="1"><name>a</name><name>b</name></thing> | the element '/thing/name' comes 2 times; declare it under 'lists'
                    <thing id="1"><name>a</thing>                     | no XML
                    <thing id="1">&x;</thing>                         | XML
                    {"id":"1"}                                        | no XML
                    <html><body>Log in                                | no XML
                    ``                                                | no XML
                    """)
    void whatIsNoXmlOrMoreThanXmlIsToldAndKept(String body, String said) {
        system.answers(_ -> xml(body));

        CrossingFailure failure = Outcomes.failureOf(read(system.describe(XML, THING)));

        assertThat(failure).isInstanceOf(CrossingFailure.Unexplained.class);
        assertThat(failure.facts().sentence()).contains(said);
        assertThat(failure.facts().response()).isEqualTo(body);
    }

    @Test
    void depthNumberOfElementsAndSizeAreBounded() {
        Described described = system.describe(XML, THING);
        system.answers(_ -> xml("<thing>" + "<a>".repeat(100) + "</a>".repeat(100) + "</thing>"));
        assertThat(Outcomes.failureOf(read(described))).hasMessageContaining("too deep");

        system.answers(_ -> xml("<thing>" + "<a/>".repeat(20_000) + "</thing>"));
        assertThat(Outcomes.failureOf(read(described)))
                .isInstanceOf(CrossingFailure.BadRecord.class)
                .hasMessageContaining("larger than 65536 bytes");
    }

    @Test
    void theHeaderSaysWhichLettersTheBytesAreElseTheDocument() {
        Described described = system.describe(XML, THING);
        Charset latin = StandardCharsets.ISO_8859_1;
        Buffer cafe = Buffer.buffer("<thing id=\"1\"><name>Café</name></thing>".getBytes(latin));
        system.answers(
                _ ->
                        new Reply(
                                200,
                                Map.of("Content-Type", "application/xml; charset=ISO-8859-1"),
                                cafe));
        assertThat(record(Outcomes.of(read(described)))).contains("Café");

        Buffer declared =
                Buffer.buffer("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>".getBytes(latin))
                        .appendBuffer(cafe);
        system.answers(_ -> new Reply(200, Map.of(), declared));
        assertThat(record(Outcomes.of(read(described)))).contains("Café");

        system.answers(_ -> new Reply(200, Map.of(), cafe));
        assertThat(Outcomes.failureOf(read(described))).hasMessageContaining("no UTF-8");
    }

    @Test
    void aFormIsSentAsFormsAre() {
        system.answers(_ -> Reply.of(201, "{\"id\":\"8\"}"));

        Written written =
                Outcomes.of(
                        create(
                                system.describe("", FORM),
                                obj(
                                        "name", Value.of("A & B"),
                                        "minutes", Value.of(45),
                                        "room", Value.NULL,
                                        "who", obj("mail", Value.of("user3@example.com")),
                                        "tags",
                                                new Value.Arr(
                                                        List.of(Value.of("x"), Value.of("y"))))));

        assertThat(written.record().id()).isEqualTo("8");
        assertThat(system.asked.getLast().headers())
                .containsEntry("Content-Type", "application/x-www-form-urlencoded");
        assertThat(system.asked.getLast().body())
                .isEqualTo(
                        "name=A+%26+B&minutes=45&room=&who%5Bmail%5D=user3%40example.com"
                                + "&tags%5B%5D=x&tags%5B%5D=y");
    }

    @Test
    void rowsOfCsvAreRecords() {
        Described described =
                system.describe(
                        "formats: { answers: csv, numbers: [/minutes], flags: [/open], separator: \";\" }\n",
                        FORM);
        system.answers(
                _ ->
                        Reply.of(
                                200,
                                "\uFEFFid;name;minutes;open\r\n1;\"A; \"\"B\"\"\nC\";45;1\r\n2;;;false\r\n"));

        assertThat(list(described).stream().map(FormatsIT::json))
                .containsExactly(
                        "{\"id\":\"1\",\"name\":\"A; \\\"B\\\"\\nC\",\"minutes\":45,\"open\":true}",
                        "{\"id\":\"2\",\"name\":\"\",\"minutes\":\"\",\"open\":false}");
    }

    @Test
    void aFileOfNamesAloneHasNoRows() {
        system.answers(_ -> Reply.of(200, "id;name\r\n"));

        assertThat(list(system.describe("formats: { answers: csv, separator: \";\" }\n", FORM)))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    csv    | id,name/1,a,b      | row 1 has 3 cells, and the first line names 2
                    csv    | id,name/1          | row 1 has 1 cells, and the first line names 2
                    csv    | id,id/1,2          | two columns of one name
                    ndjson | {"id":"1"}/{"id"   | row 2
                    ndjson | <html>             | row 1
                    form   | id                 | a part without '='
                    form   | id=1&id=2          | 'id' comes twice
                    """)
    void rowsThatAreNoneAreTold(String format, String body, String said) {
        system.answers(_ -> Reply.of(200, body.replace('/', '\n')));

        CrossingFailure failure =
                Outcomes.failureOf(
                        system.describe("formats: { answers: " + format + " }\n", FORM)
                                .remote
                                .page(Specs.NORTH, Specs.THING, Instant.EPOCH, Optional.empty()));

        assertThat(failure.facts().sentence()).contains(said);
    }

    @Test
    void eachLineOfNdjsonIsARecord() {
        system.answers(_ -> Reply.of(200, "{\"id\":\"1\"}\n\n{\"id\":\"2\"}\r\n"));

        assertThat(list(system.describe("formats: { answers: ndjson }\n", FORM))).hasSize(2);
    }

    @Test
    void jsonInOtherLettersIsReadAsItsHeaderSays() {
        system.answers(
                _ ->
                        new Reply(
                                200,
                                Map.of("Content-Type", "application/json; charset=windows-1252"),
                                Buffer.buffer(
                                        "{\"id\":\"1\",\"name\":\"5 €\"}"
                                                .getBytes(Charset.forName("windows-1252")))));

        assertThat(record(Outcomes.of(read(system.describe("", FORM))))).contains("5 €");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {"id":"1","id":"2"}                       | Duplicate
                    {"id":"1","n":NINES}                      | beyond the limits
                    {"id":"1","n":1e999999}                   | beyond the limits
                    {"id":"1","\\ud800":1}                    | surrogate
                    DEEP                                      | beyond the limits
                    <html><title>Log in</title>               | is no JSON
                    {"id":"1"} and more                       | JSON
                    """)
    void jsonThatHurtsIsToldAndItsBytesAreKept(String body, String said) {
        String sent =
                body.replace("NINES", "9".repeat(1000))
                        .replace("DEEP", "[".repeat(500) + "]".repeat(500));
        system.answers(_ -> Reply.json(sent));

        CrossingFailure failure = Outcomes.failureOf(read(system.describe("", FORM)));

        assertThat(failure).isInstanceOf(CrossingFailure.Unexplained.class);
        assertThat(failure.facts().sentence()).contains(said);
        assertThat(failure.facts().response()).isEqualTo(sent);
    }

    @Test
    void aNulAndHalfACharacterInATextAreKeptAsTheyCame() {
        system.answers(_ -> Reply.json("{\"id\":\"1\",\"name\":\"a\\u0000b\\ud800\"}"));

        assertThat(record(Outcomes.of(read(system.describe("", FORM)))))
                .contains("a\\u0000b\\uD800");
    }
}
