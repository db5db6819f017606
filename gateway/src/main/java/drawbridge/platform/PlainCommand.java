package drawbridge.platform;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

import java.io.Console;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;

/// A command whose failures are sentences on standard error: what is wrong and how to mend it, with
/// neither a stack trace nor a page of options around it.
public final class PlainCommand {

    private static final Logger LOG = LoggerFactory.getLogger(PlainCommand.class);

    /// Of a help text that no terminal shows.
    private static final int WIDTH = 100;

    private PlainCommand() {}

    public static CommandLine of(Callable<Integer> command) {
        return new CommandLine(command)
                .setUsageHelpWidth(WIDTH)
                .setUsageHelpAutoWidth(true)
                .setParameterExceptionHandler((wrong, _) -> misused(wrong))
                .setExecutionExceptionHandler((failure, line, _) -> failed(failure, line));
    }

    /// Whether a person reads what is printed in a terminal.
    public static boolean isTerminal() {
        return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    }

    /// How wide a line may be. Nothing is broken up for a program that reads it.
    public static int width(CommandSpec spec, boolean terminal) {
        return terminal ? spec.usageMessage().autoWidth(true).width() : Integer.MAX_VALUE;
    }

    private static int misused(ParameterException wrong) {
        CommandLine line = wrong.getCommandLine();
        PrintWriter told = line.getErr();
        told.println(wrong.getMessage());
        boolean _ = UnmatchedArgumentException.printSuggestions(wrong, told);
        told.println("./" + line.getCommandName() + " --help tells the options.");
        told.flush();
        return CommandLine.ExitCode.USAGE;
    }

    private static int failed(Exception failure, CommandLine line) {
        PrintWriter told = line.getErr();
        if (failure instanceof StartFailure start) {
            told.println(start.getMessage());
        } else {
            LOG.atError().setCause(failure).log("A command failed");
            told.println(
                    "%s failed, and it is the program's fault: %s. The log on standard output says where."
                            .formatted(line.getCommandName(), failure));
        }
        told.flush();
        return CommandLine.ExitCode.USAGE;
    }
}
