package drawbridge.mapping.check;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.mapping.file.Shipped;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What a mapping says about situations that never come is told, and so is what cannot go well.
class ReachTest {

    private static final String FLOW = "flows/appointments.yaml";

    @TempDir Path folder;

    @BeforeEach
    void copyWhatIsShipped() {
        Shipped.copy(folder);
    }

    @Test
    void aPolicyOfAGroupThatCrossesOneWayNeverDecides() {
        Shipped.replace(
                folder, FLOW, "    crosses: to-app\n", "    crosses: to-app\n    policy: acme\n");

        assertThat(Checked.problems(folder))
                .containsExactly(
                        FLOW
                                + ":86:13: the policy of the group 'customer' never decides: the"
                                + " group crosses one way, so that both sides cannot have changed"
                                + " it");
    }

    @Test
    void aTenantMayNarrowAGroupWhosePolicyDecidesElsewhere() {
        Shipped.replace(
                folder,
                "tenants/south.yaml",
                "title: { policy: acme }",
                "title: { crosses: to-app }");

        assertThat(Checked.problems(folder))
                .noneMatch(problem -> problem.contains("never decides"));
    }

    @Test
    void aWordWithoutAPartnerIsToldWhereItCouldNotCross() {
        Shipped.replace(folder, FLOW, "acme: Held, app: done", "acme: Held");

        assertThat(Checked.problems(folder))
                .contains(
                        FLOW
                                + ":71:11: 'held' has no partner at app: a record of acme that says"
                                + " 'Held' could not cross");
    }

    @Test
    void aGroupThatCrossesToWhatCannotBeChangedIsTold() {
        Shipped.replace(folder, "flows/users.yaml", "crosses: never", "crosses: to-app");

        assertThat(Checked.problems(folder))
                .containsExactly(
                        "flows/users.yaml:26:3: the group 'person' crosses to-app, and app.member"
                                + " can be neither created nor updated; write 'crosses: never' or"
                                + " its calls");
    }

    @Test
    void aGroupThatIsWrittenOnceAloneIsNoted() {
        Shipped.replace(folder, "flows/users.yaml", "crosses: never", "crosses: to-app");
        Shipped.replace(
                folder,
                "systems/app.yaml",
                "    read: GET /members/{id}\n",
                "    read: GET /members/{id}\n    create: POST /members\n");

        assertThat(Checked.problems(folder)).isEmpty();
        assertThat(Checked.notes(folder))
                .containsExactly(
                        "flows/users.yaml:26:3: the group 'person' reaches app.member when it is"
                                + " created and never again: it cannot be updated");
    }

    @Test
    void aCreateIntoWhichNothingCrossesIsTold() {
        Shipped.replace(
                folder,
                "systems/app.yaml",
                "    read: GET /members/{id}\n",
                "    read: GET /members/{id}\n    create: POST /members\n");
        Shipped.replace(folder, "flows/users.yaml", "{ acme: ignore, app", "{ acme: create, app");

        assertThat(Checked.problems(folder))
                .containsExactly(
                        "flows/users.yaml:19:21: no group crosses to app, so that an empty record"
                                + " would be created there");
    }

    @Test
    void aKeyThatItsLookupCannotAnswerIsTold() {
        Shipped.replace(
                folder,
                "systems/app.yaml",
                "query: { mail: \"{email}\" }",
                "query: { mail: \"{mail}\" }");

        assertThat(Checked.problems(folder))
                .containsExactly(
                        "flows/people.yaml:15:34: the lookup app.member.by-email can never be asked:"
                                + " it needs {mail}, which is no field of this key; did you mean"
                                + " 'email'?",
                        "flows/users.yaml:16:34: the lookup app.member.by-email can never be asked:"
                                + " it needs {mail}, which is no field of this key; did you mean"
                                + " 'email'?");
    }

    @Test
    void theNewestOfTwoOfWhichOneTellsNoTimeIsTold() {
        Shipped.replace(
                folder,
                "systems/app.yaml",
                "    updated-at: { at: /changedAt, format: epoch-millis }\n",
                "");
        Shipped.replace(folder, FLOW, "  title:\n    policy: hold", "  title:\n    policy: newest");

        assertThat(Checked.problems(folder))
                .contains(
                        FLOW
                                + ":58:13: 'newest' never decides: app.event does not say when it"
                                + " changed; write 'hold', 'acme' or 'app', or 'updated-at' in its"
                                + " system's file");
    }

    @Test
    void aFlowInWhichNothingIsEverLinkedIsTold() {
        Shipped.replace(
                folder,
                FLOW,
                "no-match: { acme: create, app: create }",
                "no-match: { acme: ignore, app: ignore }");

        assertThat(Checked.problems(folder))
                .contains(
                        FLOW
                                + ":20:13: no record would ever get a partner: none is made, and no key"
                                + " under 'match' has a 'lookup' that finds one");
    }

    @Test
    void valuesThatNoDeleteUsesAreTold() {
        Shipped.replace(
                folder,
                FLOW,
                "delete: { acme: cancel, app: cancel }",
                "delete: { acme: unlink, app: unlink }");

        assertThat(Checked.problems(folder))
                .containsExactly(
                        FLOW
                                + ":25:1: 'cancelled' is never used: no side says 'cancel' or 'hold'"
                                + " under 'delete'");
    }

    @Test
    void anEnrichmentThatNoFieldUsesIsNoted() {
        Shipped.replace(
                folder,
                FLOW,
                "enrichments:\n",
                "enrichments:\n  other: { of: acme, resource: acme.contact, reference: /contact_id }\n");

        assertThat(Checked.problems(folder)).isEmpty();
        assertThat(Checked.notes(folder))
                .containsExactly(
                        FLOW
                                + ":16:3: no field uses the enrichment 'other', which is read all the same");
    }

    @Test
    void groupsThatWriteAMemberAndAPartOfItAreTold() {
        Shipped.replace(
                folder,
                FLOW,
                "  place:\n    policy: hold\n",
                """
                  whole:
                    fields:
                      whole: { lens: text, acme: /room, app: /customer }
                  part:
                    fields:
                      part: { lens: text, acme: /contact_id, app: /customer/name }
                  place:
                    policy: hold
                """);

        assertThat(Checked.problems(folder))
                .contains(
                        FLOW
                                + ":79:51: /customer/name lies within /customer, which 'whole' of the"
                                + " group 'whole' holds as a whole: the groups would tear each other"
                                + " apart; put both fields into one");
    }

    @Test
    void aFieldThatWritesTheGatewaysReferenceIsTold() {
        Shipped.replace(folder, FLOW, "app: /title }", "app: /externalRef }");

        assertThat(Checked.problems(folder))
                .contains(
                        FLOW
                                + ":60:67: /externalRef holds the reference by which it finds a"
                                + " record again, and no field may write it");
    }

    @Test
    void aFolderWithAMisspeltNameIsTold() throws IOException {
        Files.move(folder.resolve("counts"), folder.resolve("count"));
        Files.createDirectory(folder.resolve("letters"));

        assertThat(Checked.problems(folder))
                .contains("count:1:1: nothing is read from here; did you mean 'counts'?");
        assertThat(Checked.notes(folder)).contains("letters:1:1: nothing is read from here");
    }
}
