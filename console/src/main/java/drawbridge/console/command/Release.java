package drawbridge.console.command;

import picocli.CommandLine.IVersionProvider;

import java.util.Optional;

/// The version of the program, as the launcher or the archive tells it.
public final class Release implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return new String[] {"Drawbridge " + text()};
    }

    private static String text() {
        return Optional.ofNullable(System.getProperty("drawbridge.version"))
                .or(
                        () ->
                                Optional.ofNullable(
                                        Release.class.getPackage().getImplementationVersion()))
                .orElse("unreleased");
    }
}
