package dev.burnish.local.process;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;

/** Asks an address whether all is well. */
public final class Health {
    private static final int LIMIT_MILLISECONDS = 2000;

    private Health() {}

    /** Whether the answer is 200, within two seconds. */
    public static boolean isUp(URI address) {
        try {
            HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
            connection.setConnectTimeout(LIMIT_MILLISECONDS);
            connection.setReadTimeout(LIMIT_MILLISECONDS);
            return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
        } catch (IOException noAnswer) {
            return false;
        }
    }
}
