package drawbridge.console.command;

import drawbridge.console.client.GatewayAddress;
import drawbridge.console.client.Line;
import drawbridge.console.client.Token;

import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// Which gateway a command speaks to, and as whom. A mix-in.
public final class GatewayOption {

    @Option(
            names = "--gateway",
            paramLabel = "URL",
            defaultValue = "${env:DRAWBRIDGE_GATEWAY:-" + GatewayAddress.USUAL + "}",
            description = "Address of the gateway's ops port. Default: ${DEFAULT-VALUE}")
    private String gateway = "";

    @Option(
            names = "--token-file",
            paramLabel = "F",
            defaultValue = "${env:DRAWBRIDGE_TOKEN_FILE:-.drawbridge/data/ops-token}",
            description = "File that holds an operator's token. Default: ${DEFAULT-VALUE}")
    private Path tokenFile = Path.of("");

    /// @throws IllegalArgumentException when the address is none, with a sentence
    /// @throws IOException when the token cannot be read, for [#sentence]
    public Line dial(Line.Dialer dialer) throws IOException {
        return dialer.dial(GatewayAddress.parse(gateway), Token.from(tokenFile));
    }

    /// What to tell people about a file that could not be read or written, the token's or another.
    public String sentence(IOException trouble) {
        if (trouble instanceof NoSuchFileException missing
                && missing.getFile().equals(tokenFile.toString())) {
            return "There is no token file "
                    + tokenFile
                    + ". Name one with --token-file; a gateway that was started by `drawbridge serve`"
                    + " says where its token is.";
        }
        return trouble instanceof NoSuchFileException missing
                ? "There is no file " + missing.getFile() + "."
                : "A file cannot be read or written: " + trouble.getMessage();
    }
}
