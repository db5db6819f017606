package drawbridge.console.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Files that hold whole records: JSON and XML.
class RecordFilesTest {

    @TempDir private Path folder;

    @Nested
    class Json {

        @Test
        void readsAnObjectALineAndHoldsABrokenLineAgainstThatLineAlone() throws Exception {
            List<String> rows =
                    rows(
                            json(
                                    "a.ndjson",
                                    """
                                    {"id": "a1", "n": 1.50, "tags": ["x", {"y": null}]}

                                    {"id": "a2",
                                    7
                                    {"id": "a3"} {"id": "a4"}
                                    {"id": "a5"}
                                    """));

            assertThat(rows)
                    .hasSize(5)
                    .startsWith("1 {\"id\":\"a1\",\"n\":1.50,\"tags\":[\"x\",{\"y\":null}]}")
                    .endsWith("6 {\"id\":\"a5\"}");
            assertThat(rows.get(1)).startsWith("3 ! this is no JSON object");
            assertThat(rows.get(2)).isEqualTo("4 ! an object is expected here");
            assertThat(rows.get(3)).isEqualTo("5 ! more than one object stands on this line");
        }

        @Test
        void readsTheObjectsOfAnArrayAndNothingBehindWhatIsNoJson() throws Exception {
            List<String> rows =
                    rows(
                            json(
                                    "a.json",
                                    "\uFEFF[\n {\"id\": 1},\n 7,\n {\"id\": 2}\n, }\n{\"id\":3}]"));

            assertThat(rows)
                    .hasSize(4)
                    .startsWith("2 {\"id\":1}", "3 ! an object is expected here", "4 {\"id\":2}");
            assertThat(rows.get(3))
                    .startsWith("5 ! this is no JSON, and nothing behind it was read");
            assertThat(rows(json("b.json", "[{\"id\":1}"))).last().asString().contains("! ");
            assertThat(rows(json("c.json", "[]"))).isEmpty();
        }

        @Test
        void callsMembersOtherwiseAndLeavesOutWhatAFileOfRefusedRecordsAdds() throws Exception {
            Path path =
                    write(
                            "a.json",
                            "[{\"No\": 7, \"drawbridge line\": 3, \"drawbridge problem\": \"x\"}]");

            assertThat(rows(JsonFile.open(path, Map.of("No", "id"))))
                    .containsExactly("1 {\"id\":7}");
        }

        @Test
        void holdsNoRecordThatIsLargerThanThereIsRoomFor() throws Exception {
            String large = "x".repeat(CsvLines.LONGEST);

            assertThat(rows(json("a.json", "[{\"id\":\"" + large + "\"},{\"id\":2}]")))
                    .containsExactly("1 ! " + RecordText.TOO_LARGE, "1 {\"id\":2}");
            assertThat(rows(json("b.ndjson", "{\"id\":\"" + large + "\"}\n{\"id\":2}\n")))
                    .containsExactly("1 ! " + RecordText.TOO_LARGE, "2 {\"id\":2}");
        }

        @Test
        void saysWhatIsNoJsonAtAll() throws Exception {
            Path empty = write("a.json", " \n");
            Path other = write("b.json", "id,name\n");

            assertThatThrownBy(() -> JsonFile.open(empty, Map.of()))
                    .isInstanceOfSatisfying(
                            BadFile.class, bad -> assertThat(bad.sentence()).contains("is empty"));
            assertThatThrownBy(() -> JsonFile.open(other, Map.of()))
                    .isInstanceOfSatisfying(
                            BadFile.class,
                            bad ->
                                    assertThat(bad.sentence())
                                            .contains("is no JSON: an array of objects"));
        }
    }

    @Nested
    class Xml {

        @Test
        void makesMembersOfElementsAndAttributesAndListsOfWhatStandsThereTwice() throws Exception {
            List<String> rows =
                    rows(
                            xml(
                                    """
                                    <?xml version="1.0" encoding="UTF-8"?>
                                    <export xmlns="urn:x" xmlns:i="http://www.w3.org/2001/XMLSchema-instance">
                                      <meeting id="m1"><title>A &amp; <![CDATA[<B>]]></title><place/>
                                        <tag>x</tag><tag>y</tag><who><name>User 3</name></who></meeting>
                                      <other id="o1"/>
                                      <meeting id="m2"><title i:nil="true"/></meeting>
                                    </export>
                                    """));

            assertThat(rows)
                    .containsExactly(
                            "3 {\"id\":\"m1\",\"title\":\"A & <B>\",\"place\":null,\"tag\":[\"x\",\"y\"],"
                                    + "\"who\":{\"name\":\"User 3\"}}",
                            "6 {\"id\":\"m2\",\"title\":null}");
        }

        @Test
        void readsTheEncodingThatTheFileNames() throws Exception {
            Path path = folder.resolve("latin.xml");
            Files.writeString(
                    path,
                    "<?xml version='1.0' encoding='ISO-8859-1'?><a><meeting id='m1'><t>Müller</t></meeting></a>",
                    StandardCharsets.ISO_8859_1);

            assertThat(rows(XmlFile.open(path, "meeting", Map.of())))
                    .containsExactly("1 {\"id\":\"m1\",\"t\":\"Müller\"}");
        }

        @Test
        void fetchesNothingAndRefusesADoctype() throws Exception {
            Path secret = write("secret", "top secret");
            List<String> rows =
                    rows(
                            xml(
                                    "<!DOCTYPE a [<!ENTITY x SYSTEM \""
                                            + secret.toUri()
                                            + "\">]><a><meeting id=\"m1\"><t>&x;</t></meeting></a>"));

            assertThat(rows).containsExactly("1 ! a DOCTYPE is not allowed: take it away");
        }

        @Test
        void s19_anEntityThatNobodyDeclaredIsRefusedWithItsPlaceAndSpoilsNoOtherRecord()
                throws Exception {
            List<String> rows =
                    rows(
                            xml(
                                    """
                                    <a>
                                    <meeting id="m1"><t>A &amp; B&#8217;s</t></meeting>
                                    <meeting id="m2"><t>User 1&rsquo;s</t></meeting>
                                    <meeting id="m3"><t>C</t></meeting>
                                    </a>
                                    """));

            assertThat(rows)
                    .containsExactly(
                            "2 {\"id\":\"m1\",\"t\":\"A & B\u2019s\"}",
                            "3 ! the entity &rsquo; before column 34 is not known: write the sign"
                                    + " itself",
                            "4 {\"id\":\"m3\",\"t\":\"C\"}");
        }

        @Test
        void refusesASingleRecordThatIsNoneAndReadsOnBehindIt() throws Exception {
            String deep = "<x>".repeat(60) + "</x>".repeat(60);
            List<String> rows =
                    rows(
                            xml(
                                    "<a><meeting>text <b>1</b></meeting><meeting>"
                                            + deep
                                            + "</meeting><meeting/><meeting id=\"m4\"><t>1</t></meeting></a>"));

            assertThat(rows)
                    .containsExactly(
                            "1 ! text stands beside elements: text",
                            "1 ! more than 50 elements stand in each other",
                            "1 ! the element holds no members",
                            "1 {\"id\":\"m4\",\"t\":\"1\"}");
        }

        @Test
        void saysWhereTheFileIsTornAndWhereNoRecordIsFound() throws Exception {
            assertThat(rows(xml("<a>\n<meeting id=\"m1\"><t>1</t></meeting>\n<meeting")))
                    .hasSize(2)
                    .last()
                    .asString()
                    .startsWith("3 ! this is no XML, and nothing behind it was read: ");
            assertThat(rows(xml("<a><b/></a>"))).containsExactly("1 ! there is no element meeting");
        }

        @Test
        void isAnotherFileWhereAnotherElementIsARecord() throws Exception {
            Path path = write("a.xml", "<a/>");

            assertThat(XmlFile.open(path, "a", Map.of()).digest())
                    .isNotEqualTo(XmlFile.open(path, "b", Map.of()).digest());
        }
    }

    @Test
    void writesWhatWasRefusedAsObjectsThatCanBeMendedAndImported() throws Exception {
        Path to = folder.resolve("refused.ndjson");
        SourceFile file = json("a.json", "[{\"id\":1}]");
        try (SourceFile.Rejected rejects = file.rejects(to, false)) {
            rejects.add(new CsvRow.Record(3, "{\"id\":1,\"n\":1.50}"), "n: too much");
            rejects.add(new CsvRow.Broken(4, "", "torn"), "torn");
        }

        assertThat(Files.readAllLines(to))
                .containsExactly(
                        "{\"id\":1,\"n\":1.50,\"drawbridge line\":3,\"drawbridge problem\":\"n: too much\"}",
                        "{\"drawbridge line\":4,\"drawbridge problem\":\"torn\"}");
        assertThat(rows(JsonFile.open(to, Map.of())))
                .containsExactly("1 {\"id\":1,\"n\":1.50}", "2 {}");
    }

    private SourceFile json(String name, String text) throws Exception {
        return JsonFile.open(write(name, text), Map.of());
    }

    private SourceFile xml(String text) throws Exception {
        return XmlFile.open(write("a.xml", text), "meeting", Map.of());
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    /// Each as `line json` or `line ! why`.
    private static List<String> rows(SourceFile file) throws IOException {
        List<String> all = new ArrayList<>();
        try (SourceFile.Rows rows = file.rows()) {
            for (Optional<CsvRow> row = rows.next(); row.isPresent(); row = rows.next()) {
                all.add(
                        switch (row.get()) {
                            case CsvRow.Record(long line, String json) -> line + " " + json;
                            case CsvRow.Broken(long line, String _, String why) ->
                                    line + " ! " + why;
                            case CsvRow.Cells cells -> "cells at " + cells.line();
                        });
            }
        }
        return all;
    }
}
