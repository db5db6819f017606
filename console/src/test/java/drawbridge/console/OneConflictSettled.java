package drawbridge.console;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.console.client.Token;

import java.nio.file.Path;
import java.time.Clock;

/// A person before the window, as a program: connects to the gateway that it is told, looks at the
/// numbers, settles the only conflict for Acme with a reason, and tells each thing that it saw. The
/// tests of the sandbox start it, where a gateway runs between two systems.
final class OneConflictSettled {

    private OneConflictSettled() {}

    /// @param args address of the ops port, file of the token, the reason
    public static void main(String[] args) throws Exception {
        try (var ui = new Ui(1000, 700, Clock.systemUTC())) {
            ui.connect(args[0], Token.from(Path.of(args[1])).secret());
            ui.eventuallySays("top.pill", "live");
            ui.eventuallySays("overview.headline", "1 conflict");
            tell("gateway", ui.text("top.gateway"));
            tell("headline", ui.text("overview.headline"));
            tell("tenants", Integer.toString(ui.rows("overview.tenants")));

            ui.click("rail.conflicts");
            ui.eventually(() -> ui.rows("conflicts.list") == 1);
            ui.clickRow("conflicts.list", 0);
            tell("dispute", ui.text("conflicts.detail.title"));
            tell("acme", ui.text("conflicts.value.acme"));
            tell("app", ui.text("conflicts.value.app"));
            assertThat(OutOfSight.of(ui.scene().getRoot())).isEmpty();

            ui.click("conflicts.reason");
            ui.type(args[2]);
            ui.click("conflicts.keep-acme");
            ui.click("bottom.send-now");
            ui.eventually(() -> !ui.isShown("conflicts.list") || ui.rows("conflicts.list") == 0);
            ui.click("rail.overview");
            ui.eventuallySays("overview.headline", "Nothing waits");
            tell("then", ui.text("overview.headline"));
        }
        System.exit(0);
    }

    private static void tell(String what, String seen) {
        System.out.println(what + ": " + seen);
    }
}
