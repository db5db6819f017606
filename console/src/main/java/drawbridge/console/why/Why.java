package drawbridge.console.why;

import drawbridge.console.client.GatewayTrouble;
import drawbridge.console.client.HttpLine;
import drawbridge.console.client.Line;
import drawbridge.console.client.Ops;
import drawbridge.console.client.TenantScope;
import drawbridge.console.command.GatewayOption;
import drawbridge.console.command.PlainCommand;
import drawbridge.console.command.Release;
import drawbridge.opsapi.Found;
import drawbridge.opsapi.OpsJson;
import drawbridge.opsapi.RecordId;
import drawbridge.opsapi.Timeline;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/// Tells why a record is as it is: `drawbridge why acme.appointment apt_17`.
///
/// | exit code | meaning |
/// | --- | --- |
/// | 0 | told |
/// | 1 | the gateway could not be asked |
/// | 2 | asked wrongly, or several records fit |
/// | 3 | nobody ever heard of the record |
@Command(
        name = "drawbridge why",
        description = "Tells all that happened to a record, and how it stands now.",
        mixinStandardHelpOptions = true,
        versionProvider = Release.class,
        sortOptions = false,
        footer = {
            "",
            "Exit codes: 0 told, 1 the gateway cannot be asked, 2 asked wrongly or several records",
            "fit, 3 nobody ever heard of the record."
        })
public final class Why implements Callable<Integer> {

    private static final int TROUBLE = 1;
    private static final int WRONG = 2;
    private static final int UNKNOWN = 3;

    private final Line.Dialer dialer;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(
            arity = "0..2",
            paramLabel = "[RESOURCE] ID",
            hideParamSyntax = true,
            description = "Such as acme.appointment apt_17, or the id alone.")
    private List<String> record = List.of();

    @Option(names = "--tenant", paramLabel = "T", description = "The customer it belongs to.")
    private @Nullable String tenant;

    @Option(names = "--json", description = "Print JSON instead of sentences.")
    private boolean json;

    @Mixin private GatewayOption gateway = new GatewayOption();

    Why(Line.Dialer dialer) {
        this.dialer = dialer;
    }

    /// Asks and ends.
    public static void main(String[] args) {
        System.exit(commandLine(HttpLine::new).execute(args));
    }

    static CommandLine commandLine(Line.Dialer dialer) {
        return PlainCommand.of(new Why(dialer));
    }

    @Override
    public Integer call() {
        if (record.isEmpty() || record.size() > 2) {
            throw new ParameterException(
                    spec.commandLine(),
                    "Which one record? Name its resource and its id, such as acme.appointment apt_17,"
                            + " or its id alone.");
        }
        PrintWriter err = spec.commandLine().getErr();
        try (Line line = gateway.dial(dialer)) {
            return tell(line.ops());
        } catch (IllegalArgumentException wrong) {
            err.println(wrong.getMessage());
            return WRONG;
        } catch (IOException unreadable) {
            err.println(gateway.sentence(unreadable));
            return TROUBLE;
        } catch (GatewayTrouble.Refused refused) {
            err.println(refused.sentence());
            return refused.problem().status() == 404 ? UNKNOWN : WRONG;
        } catch (GatewayTrouble trouble) {
            err.println(trouble.sentence());
            return TROUBLE;
        }
    }

    private int tell(Ops ops) {
        PrintWriter err = spec.commandLine().getErr();
        String id = record.getLast();
        Optional<String> resource =
                record.size() == 2 ? Optional.of(record.getFirst()) : Optional.empty();
        if (resource.isPresent() && tenant != null) {
            return story(ops, tenant, new RecordId(resource.get(), id));
        }
        TenantScope scope = tenant == null ? new TenantScope.All() : new TenantScope.One(tenant);
        List<Found> found =
                ops.find(scope, id).stream()
                        .filter(each -> resource.isEmpty() || fits(each, resource.get(), id))
                        .toList();
        List<Found> records =
                found.stream()
                        .map(each -> new Found(each.tenant(), "", each.record()))
                        .distinct()
                        .toList();
        if (records.isEmpty()) {
            err.printf(
                    "Nobody ever heard of %s%s. Compare the id with what its system shows; a record"
                            + " that no flow wants leaves no trace.%n",
                    resource.map(name -> name + " ").orElse(""), id);
            return UNKNOWN;
        }
        if (records.size() > 1) {
            err.println("Several records have this id. Say which:");
            records.forEach(
                    each ->
                            err.printf(
                                    "  drawbridge why %s %s --tenant %s%n",
                                    each.record().resource(), each.record().id(), each.tenant()));
            return WRONG;
        }
        return story(ops, records.getFirst().tenant(), records.getFirst().record());
    }

    /// A record that was asked for by the id of a change has another id than that.
    private static boolean fits(Found found, String resource, String id) {
        return found.record().resource().equals(resource) && found.record().id().equals(id);
    }

    private int story(Ops ops, String whose, RecordId what) {
        PrintWriter out = spec.commandLine().getOut();
        Timeline told = ops.timeline(whose, what);
        out.println(
                json
                        ? OpsJson.write(told)
                        : String.join(
                                System.lineSeparator(),
                                WhyText.of(
                                        told,
                                        ZoneId.systemDefault(),
                                        PlainCommand.width(spec, PlainCommand.isTerminal()))));
        out.flush();
        return 0;
    }
}
