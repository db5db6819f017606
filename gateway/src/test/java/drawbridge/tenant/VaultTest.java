package drawbridge.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import drawbridge.platform.StartFailure;
import drawbridge.tenant.Secrets.Purpose;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Optional;

class VaultTest {

    private static final TenantId NORTH = TenantId.named("north");
    private static final TenantId SOUTH = TenantId.named("south");

    @Test
    void opensWhatItSealed() throws StartFailure {
        Vault vault = Vault.under(Vault.newKey());

        byte[] sealed = vault.seal(NORTH, "acme", Purpose.CREDENTIAL, "key-1");

        assertThat(vault.open(NORTH, "acme", Purpose.CREDENTIAL, sealed)).contains("key-1");
        assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("key-1");
    }

    @Test
    void doesNotOpenASecretThatWasMovedToAnotherRow() throws StartFailure {
        Vault vault = Vault.under(Vault.newKey());

        byte[] sealed = vault.seal(NORTH, "acme", Purpose.CREDENTIAL, "key-1");

        assertThat(vault.open(SOUTH, "acme", Purpose.CREDENTIAL, sealed)).isEmpty();
        assertThat(vault.open(NORTH, "app", Purpose.CREDENTIAL, sealed)).isEmpty();
        assertThat(vault.open(NORTH, "acme", Purpose.WEBHOOK, sealed)).isEmpty();
    }

    @Test
    void doesNotOpenWhatWasTamperedWith() throws StartFailure {
        Vault vault = Vault.under(Vault.newKey());
        byte[] sealed = vault.seal(NORTH, "acme", Purpose.CREDENTIAL, "key-1");
        sealed[sealed.length / 2] ^= 1;

        assertThat(vault.open(NORTH, "acme", Purpose.CREDENTIAL, sealed)).isEmpty();
    }

    @Test
    void doesNotOpenUnderAnotherKey() throws StartFailure {
        byte[] sealed =
                Vault.under(Vault.newKey()).seal(NORTH, "acme", Purpose.CREDENTIAL, "key-1");

        assertThat(Vault.under(Vault.newKey()).open(NORTH, "acme", Purpose.CREDENTIAL, sealed))
                .isEmpty();
    }

    @Test
    void takesThirtyTwoBytesForAKey() throws StartFailure {
        String key = "MDEyMzQ1Njc4OWFiY2RlZmdoaWprbG1ub3BxcnN0dXY=";

        byte[] sealed = Vault.under(key).seal(NORTH, "acme", Purpose.PUSH, "token");

        assertThat(Vault.under(key).open(NORTH, "acme", Purpose.PUSH, sealed)).contains("token");
    }

    @Test
    void refusesWhatIsNoKeyWithoutRepeatingIt() {
        assertThatThrownBy(() -> Vault.under("bm90IGEga2V5"))
                .isInstanceOf(StartFailure.class)
                .hasMessageNotContaining("bm90");
        assertThatThrownBy(() -> Vault.under("###")).isInstanceOf(StartFailure.class);
        assertThatThrownBy(() -> Vault.under(Base64.getEncoder().encodeToString(new byte[32])))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("anybody could guess it");
    }

    @Test
    void makesAKeyOnceAndKeepsItForItsOwnerAlone(@TempDir Path folder) throws Exception {
        byte[] sealed =
                Vault.open(Optional.empty(), folder)
                        .seal(NORTH, "acme", Purpose.CREDENTIAL, "key-1");

        assertThat(
                        Vault.open(Optional.empty(), folder)
                                .open(NORTH, "acme", Purpose.CREDENTIAL, sealed))
                .contains("key-1");
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(folder.resolve("master-key"))))
                .isEqualTo("rw-------");
    }
}
