package drawbridge.mapping.check;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.mapping.file.Shipped;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// A mistake in a word of the language is told at its place, with what was meant or with the
/// smallest value that shows it.
class WordsProblemsTest {

    @TempDir Path folder;

    @BeforeEach
    void copyTheWords() throws IOException {
        Path words = WordsTest.folder();
        try (Stream<Path> files = Files.walk(words)) {
            for (Path file : files.toList()) {
                Path target = folder.resolve(words.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }

    @ParameterizedTest(name = "{2} for {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            textBlock =
                    """
                    lenses | acme: { at: /price_cents | acme: { at: /price_cent | acme.deal has no /price_cent; did you mean /price_cents?
                    lenses | app: /labels } | app: { at: /labels, separator: "," } } | /labels of app.order is a list, and this lens takes text
                    lenses | acme: { at: /tags, separator: "; " } | acme: /tags | /tags of acme.deal is text, and this lens takes a list of texts
                    lenses | within: { acme: /address } | within: { acme: /adress } | acme.deal has no /adress/city; did you mean /address/city?
                    lenses | through: /valid_to | through: /valid_too | acme.deal has no /valid_too; did you mean /valid_to?
                    lenses | acme: { list: /phones, key: { /kind: home } | acme: { list: /phoness, key: { /kind: home } | acme.deal has no /phoness; did you mean /phones?
                    lenses | key: { /kind: home } | key: { kind: home } | 'kind' is no JSON pointer; did you mean /kind?
                    lenses | pattern: dd.MM.uuuu } | pattern: dd.MM.bbbb } | 'dd.MM.bbbb' is no pattern of a date such as dd.MM.uuuu
                    lenses | HH:mm", zone: tenant } | HH:mm", zone: tenants } | 'tenants' is no time zone
                    lenses | HH:mm", zone: tenant } | HH:mm" } | a time on a wall needs the 'zone' where it hangs: 'tenant' or a name
                    lenses | times: 100 | times: 0 | must have an exclusive minimum value of 0
                    lenses | guest.two@example.com: guest@example.com | a@b.example: c@d.example, c@d.example: e@f.example | 'c@d.example' is an alias itself; name the address that it stands for
                    lenses | free: { acme: Free | free: { acme: [Free, Tentative] | 'Tentative' stands for two words, so that it could not be read back
                    lenses | app: { at: /title, after: ["Canceled: "] } | app: /title | the law Settle does not hold: an empty value comes from acme, and once all of the group is written app says 'Canceled: ': it would never be in sync
                    calendar | zone-names: windows | zone-names: window | 'window' is not known here; did you mean 'windows'?
                    calendar | in: owner, at: /zone | in: owners, at: /zone | there is no enrichment 'owners'; did you mean 'owner'?
                    calendar | last: /last, pattern | last: /lst, pattern | acme.slot has no /lst; did you mean /last?
                    conditions | acme.kind != 'private' } | acme.knd != 'private' } | acme has no 'knd'; did you mean 'kind'?
                    conditions | acme.minutes / 60 | acme.minutes / acme.room | '/' takes no a number with text
                    """)
    void tellsThePlaceAndWhatWasMeant(String flow, String old, String now, String sentence) {
        String file = "flows/" + flow + ".yaml";
        Shipped.replace(folder, file, old, now);

        assertThat(Checked.problems(folder))
                .anySatisfy(problem -> assertThat(problem).startsWith(file).endsWith(sentence));
    }

    /// They would be written apart, each as a whole list.
    @ParameterizedTest
    @CsvSource({"home, /phones", "status, /title"})
    void partsOfOneMemberBelongIntoOneGroup(String field, String member) {
        Shipped.replace(
                folder,
                "flows/lenses.yaml",
                "      " + field + ":",
                "  apart:\n    fields:\n      " + field + ":");

        assertThat(Checked.problems(folder))
                .anySatisfy(
                        problem ->
                                assertThat(problem)
                                        .startsWith("flows/lenses.yaml")
                                        .contains("parts of " + member + " belong to"));
    }
}
