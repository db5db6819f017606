package drawbridge.console.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is a row, and at which line it stands.
class CsvRowsTest {

    @TempDir private Path folder;

    @Test
    void countsTheLinesWithinQuotationMarks() throws Exception {
        assertThat(rows("a,b\r\n\"1\nand more\",\"x, \"\"y\"\"\"\r\n\r\n3,\n"))
                .containsExactly(
                        new CsvRow.Cells(1, List.of("a", "b")),
                        new CsvRow.Cells(2, List.of("1\nand more", "x, \"y\"")),
                        new CsvRow.Cells(5, List.of("3", "")));
    }

    @Test
    void goesOnAfterAQuotationMarkThatIsNeverClosed() throws Exception {
        List<CsvRow> rows = rows("a,b\n1,\"torn\n2,y\n3,z");

        assertThat(rows.get(1))
                .isEqualTo(
                        new CsvRow.Broken(
                                2, "1,\"torn", "a quotation mark is opened and not closed"));
        assertThat(rows.subList(2, 4))
                .containsExactly(
                        new CsvRow.Cells(3, List.of("2", "y")),
                        new CsvRow.Cells(4, List.of("3", "z")));
    }

    @Test
    void goesOnAfterASignBehindAQuotationMark() throws Exception {
        List<CsvRow> rows = rows("a,b\n\"x\"y\"\",2\n3,4\n");

        assertThat(rows.get(1)).isInstanceOf(CsvRow.Broken.class);
        assertThat(rows.get(2)).isEqualTo(new CsvRow.Cells(3, List.of("3", "4")));
    }

    @Test
    void goesOnAfterALineThatIsTooLong() throws Exception {
        List<CsvRow> rows = rows("a\n" + "x".repeat(CsvLines.LONGEST + 1) + "\n2\n");

        assertThat(rows.get(1)).isInstanceOf(CsvRow.Broken.class);
        assertThat(rows.get(2)).isEqualTo(new CsvRow.Cells(3, List.of("2")));
    }

    @Test
    void leavesOutTheByteOrderMarkAndFindsTheSeparator() throws Exception {
        CsvFile file = open("\uFEFFid;\"a, b, c, d\";e\r\n1;2;3\r\n", StandardCharsets.UTF_8);

        assertThat(file.separator()).isEqualTo(';');
        assertThat(file.columns()).containsExactly("id", "a, b, c, d", "e");
        assertThat(file.lines()).isEqualTo(2);
        assertThat(file.rows().next()).contains(new CsvRow.Cells(2, List.of("1", "2", "3")));
    }

    @Test
    void knowsAFileByItsBytes() throws Exception {
        CsvFile one = open("id\n1\n", StandardCharsets.UTF_8);
        CsvFile same = open("id\n1\n", StandardCharsets.UTF_8);
        CsvFile other = open("id\n2\n", StandardCharsets.UTF_8);

        assertThat(one.digest()).hasSize(64).isEqualTo(same.digest()).isNotEqualTo(other.digest());
    }

    @Test
    void saysThatAnEncodingIsAnother() {
        assertThatThrownBy(() -> open("id,name\n1,Käthe\n", StandardCharsets.ISO_8859_1))
                .isInstanceOf(BadFile.class)
                .hasMessageContaining("is not written in UTF-8, near line")
                .hasMessageContaining("--charset");
    }

    @Test
    void saysWhatIsWrongWithTheNamesOfColumns() {
        assertThatThrownBy(() -> open("", StandardCharsets.UTF_8))
                .hasMessageContaining("is empty; its first row must name the columns.");
        assertThatThrownBy(() -> open("id,name,name\n", StandardCharsets.UTF_8))
                .hasMessage("The column \"name\" stands there twice.");
        assertThatThrownBy(
                        () ->
                                CsvFile.open(
                                        written("id\n", StandardCharsets.UTF_8),
                                        StandardCharsets.UTF_8,
                                        Optional.empty(),
                                        Map.of("Nummer", "id")))
                .hasMessage("There is no column \"Nummer\"; there are: id.");
        assertThatThrownBy(
                        () ->
                                CsvFile.open(
                                        folder.resolve("none.csv"),
                                        StandardCharsets.UTF_8,
                                        Optional.empty(),
                                        Map.of()))
                .hasMessageStartingWith("There is no file ");
    }

    private CsvFile open(String text, Charset charset) throws Exception {
        return CsvFile.open(
                written(text, charset), StandardCharsets.UTF_8, Optional.empty(), Map.of());
    }

    private Path written(String text, Charset charset) throws IOException {
        return Files.write(Files.createTempFile(folder, "rows", ".csv"), text.getBytes(charset));
    }

    private static List<CsvRow> rows(String text) throws IOException {
        List<CsvRow> rows = new ArrayList<>();
        try (CsvRows read = new CsvRows(new StringReader(text), ',')) {
            for (Optional<CsvRow> row = read.next(); row.isPresent(); row = read.next()) {
                rows.add(row.get());
            }
        }
        return rows;
    }
}
