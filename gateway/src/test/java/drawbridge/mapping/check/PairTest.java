package drawbridge.mapping.check;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.mapping.check.Finding.Severity;
import drawbridge.mapping.file.Shipped;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Two APIs that nobody here had seen, connected from their documents alone: a calendar and a CRM.
/// What the person who did it stumbled on is told at its place.
class PairTest {

    @TempDir Path folder;

    @BeforeEach
    void copyThePair() throws IOException, URISyntaxException {
        Path pair =
                Path.of(
                        java.util.Objects.requireNonNull(PairTest.class.getResource("/pair"))
                                .toURI());
        try (Stream<Path> files = Files.walk(pair)) {
            files.filter(Files::isRegularFile)
                    .forEach(
                            file -> {
                                Path copy = folder.resolve(pair.relativize(file).toString());
                                try {
                                    Files.createDirectories(copy.getParent());
                                    Files.copy(file, copy);
                                } catch (IOException broken) {
                                    throw new UncheckedIOException(broken);
                                }
                            });
        }
    }

    @Test
    void passesTheCheckWithItsLawsAndExamples() {
        CheckReport report = MappingCheck.of(folder);

        assertThat(
                        report.findings().stream()
                                .filter(finding -> finding.severity() == Severity.PROBLEM)
                                .map(finding -> finding.problem().toString()))
                .isEmpty();
        assertThat(report.tally().examples()).isEqualTo(2);
        assertThat(report.tally().laws()).isPositive();
    }

    /// A member of 40 characters takes the reference of a record, and not that of one made anew.
    @Test
    void aMemberThatIsTooShortForOurReferenceIsTold() {
        Shipped.replace(
                folder, "systems/openapi/crm.json", "\"maxLength\": 64", "\"maxLength\": 40");

        assertThat(Checked.problems(folder))
                .containsExactly(
                        "systems/crm.yaml:38:25: a reference of ours has up to 45 characters, and the"
                                + " body of POST /Activities takes 40 at most: take it away, or name"
                                + " a longer member");
    }

    @ParameterizedTest(name = "{2} for {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    flows/visits.yaml     | zone: /start/timeZone, end-zone: /end/timeZone | zone: /start/timeZone | POST /bookings needs /end/timeZone, which no field writes; write it by a field, or always the same under 'body' of the call
                    flows/visits.yaml     | /SUBJ_TX                       | /SUBJ_TXT                     | crm.activity has no /SUBJ_TXT; did you mean /SUBJ_TX?
                    flows/visits.yaml     | { at: /OWNER_EMPL_NO, as: number } | /OWNER_EMPL_NO            | /OWNER_EMPL_NO of crm.activity is a whole number, and this lens takes text (for numbers write 'as: number')
                    flows/visits.yaml     | dd.MM.uuuu HH:mm               | DD.MM.YYYY HH:mm              | 'DD.MM.YYYY HH:mm' is no pattern by which a time such as dd.MM.uuuu HH:mm is written and read; a day needs uuuu, MM and dd, an hour HH
                    flows/visits.yaml     | acme: "90"                     | acme: 90                      | text or a list is expected here; write "90" in quotation marks
                    flows/visits.yaml     | const: kept                    | const: N                      | there is no word 'N'; it is called 'kept' here
                    systems/calendar.yaml | over: "{time}.{body}"          | over: "{timestamp}.{body}"    | there is no {timestamp}; there is {method} {uri} {path} {body} {secret} {time} {id} {header:…} {query:…} {segment:…}
                    systems/calendar.yaml | header: X-Calendar-Signature   | header: X Calendar Signature  | 'X Calendar Signature' is not the name of an HTTP header
                    systems/calendar.yaml | GET /bookings/{id}             | GET /booking/{id}             | the document has no GET /booking/{id}; did you mean /bookings/{id}?
                    systems/calendar.yaml | parameter: pageToken           | parameter: page_token         | GET /people has no parameter 'page_token'; did you mean 'pageToken'?
                    systems/calendar.yaml | items: /items                  | items: /rows                  | the answer to GET /people has no /rows; there is /items, /nextPageToken
                    systems/crm.yaml      | yyyy-MM-dd HH:mm:ss            | YYYY-MM-DD HH:mm:ss           | what is written by 'YYYY-MM-DD HH:mm:ss' cannot be read again; a day needs yyyy, MM and dd, an hour HH
                    examples/west.yaml    | zone: Europe/Berlin            | zone: Europe/Berln            | 'Europe/Berln' is no time zone; did you mean 'Europe/Berlin'?
                    examples/west.yaml    | credential: { env: WEST_CALENDAR_TOKEN } | credential: 5f2a9c  | a secret never stands in a file: write { env: NAME } for a variable, or { file: /run/secrets/name }
                    """)
    void aMistakeIsToldWithWhatWasMeant(String file, String old, String now, String sentence) {
        Shipped.replace(folder, file, old, now);

        List<String> problems = Checked.problems(folder);

        assertThat(problems).anyMatch(problem -> problem.endsWith(": " + sentence));
        assertThat(problems).allMatch(problem -> problem.matches("[a-z/]+[.]yaml:\\d+:\\d+: .*"));
    }
}
