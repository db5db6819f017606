package drawbridge.mapping.check;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.mapping.file.Shipped;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;

/// The worked examples beside the flows are run, and one that does not hold is told at the key that
/// expects something else.
class ExamplesTest {

    private static final String FILE = "flows/appointments.examples.yaml";

    @TempDir Path folder;

    @BeforeEach
    void copyWhatIsShipped() {
        Shipped.copy(folder);
    }

    @Test
    void everyShippedExampleIsRunAndHolds() {
        CheckReport report = MappingCheck.of(folder);

        assertThat(report.findings()).isEmpty();
        assertThat(report.tally().examples()).isEqualTo(8);
    }

    @ParameterizedTest(name = "{1} for {0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    title: Kick-off | title: Kickoff | :45:14: 'title' says 'Kick-off', and not 'Kickoff'
                    start: 2026-03-02T09:00:00Z | start: 2026-03-02T10:00:00Z | :55:14: /start is written to app as '2026-03-02T09:00:00Z', and not as '2026-03-02T10:00:00Z'
                    tenant: south | tenant: soth | :122:13: there is no tenant 'soth'; did you mean 'south'?
                    - { flow: users, | - { flow: user, | :18:13: there is no flow 'user'; did you mean 'users'?
                    flow: appointments | flow: apointments | :14:7: there is no flow 'apointments'; did you mean 'appointments'?
                    says: | say: | :43:5: unknown key 'say'; did you mean 'says'?
                    place: Room 5 | palce: Room 5 | :47:7: there is no field 'palce'; did you mean 'place'?
                    recurrence: FREQ=WEEKLY;BYDAY=WE;UNTIL=20261216T225959Z | recurence: FREQ=WEEKLY;BYDAY=WE;UNTIL=20261216T225959Z | :248:7: nothing is written to app at /recurence; did you mean /recurrence?
                    exdates: [2026-10-28T09:00:00Z] | exdates: [2026-10-28T10:00:00Z] | :249:17: /exdates/0 is written to app as '2026-10-28T09:00:00Z', and not as '2026-10-28T10:00:00Z'
                    group: time, field | group: tme, field | :192:23: there is no group 'tme'; did you mean 'time'?
                    3 days are too long; at most 1 fit | 4 days are too long; at most 1 fit | :192:57: the reason is '3 days are too long; at most 1 fit', and not '4 days are too long; at most 1 fit'
                    from: app | from: ap | :81:11: 'ap' is not known here; did you mean 'app'?
                    """)
    void tellsTheLineAndWhatCame(String old, String now, String problem) {
        Shipped.replace(folder, FILE, old, now);

        assertThat(Checked.problems(folder)).contains(FILE + problem);
    }

    @Test
    void aMisspeltMemberOfARecordIsTold() {
        Shipped.replace(folder, FILE, "location: Room 5", "loction: Room 5");

        assertThat(Checked.problems(folder))
                .contains(
                        FILE
                                + ":34:7: acme.appointment has no /loction; did you mean"
                                + " /location?");
    }

    @Test
    void examplesOfTenantsAreCheckedLikeTenants() {
        Shipped.replace(folder, "examples/west.yaml", "region: US", "region: XX");

        assertThat(Checked.problems(folder))
                .containsExactly(
                        "examples/west.yaml:37:46: 'XX' is no region of phone numbers; write two"
                                + " capitals such as DE");
    }

    @Test
    void namesOfVariablesAndAddressesAreCheckedForTheirFormAlone() {
        Shipped.replace(
                folder, "tenants/south.yaml", "env: DRAWBRIDGE_SOUTH_ACME_KEY", "env: south-key");
        Shipped.replace(
                folder,
                "tenants/south.yaml",
                "endpoint: ${DRAWBRIDGE_SOUTH_APP_URL}",
                "endpoint: htp://${DRAWBRIDGE_SOUTH_APP_URL}");
        Shipped.replace(
                folder,
                "tenants/north.yaml",
                "credential: { env: DRAWBRIDGE_NORTH_ACME_KEY }",
                "credential: { file: /run/secrets/that-is-not-here }");

        assertThat(Checked.problems(folder))
                .containsExactly(
                        "tenants/south.yaml:13:24: 'south-key' is no name of an environment"
                                + " variable, such as ACME_KEY",
                        "tenants/south.yaml:17:15: 'htp://${DRAWBRIDGE_SOUTH_APP_URL}' is no"
                                + " address such as https://crm.example.com");
    }

    @Test
    void examplesOfAFlowWithAMistakeAreNotRun() {
        Shipped.replace(folder, "flows/appointments.yaml", "at: /subject,", "at: /subjct,");

        assertThat(Checked.problems(folder)).noneMatch(problem -> problem.startsWith(FILE));
    }
}
