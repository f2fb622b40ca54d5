package dev.burnish.deployment.rest;

import dev.burnish.deployment.app.DeleteModel;
import dev.burnish.deployment.app.FindModel;
import dev.burnish.deployment.app.ListModels;
import dev.burnish.deployment.domain.ServedModel;
import dev.burnish.deployment.domain.ServingException;
import dev.burnish.kit.errors.ApiException;
import dev.burnish.kit.security.Caller;
import dev.burnish.kit.security.Scopes;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/** The models that a tenant can send requests to. A model's name may hold colons and slashes, as they are or escaped. */
@Path("/v1/models")
@Produces(MediaType.APPLICATION_JSON)
public class ModelsResource {
    private final ListModels listModels;
    private final FindModel findModel;
    private final DeleteModel deleteModel;
    private final Caller caller;

    public ModelsResource(ListModels listModels, FindModel findModel, DeleteModel deleteModel, Caller caller) {
        this.listModels = listModels;
        this.findModel = findModel;
        this.deleteModel = deleteModel;
        this.caller = caller;
    }

    /** @param data base models by name, then fine-tuned ones, newest first */
    public record ModelsView(String object, List<ModelView> data) {}

    public record DeletedModelView(String id, String object, boolean deleted) {}

    @GET
    @RolesAllowed({Scopes.READ, Scopes.INFERENCE})
    public ModelsView list() {
        return new ModelsView(
                "list",
                listModels.list(caller.tenant()).stream().map(ModelView::of).toList());
    }

    @GET
    @Path("{model:.+}")
    @RolesAllowed({Scopes.READ, Scopes.INFERENCE})
    public ModelView get(@PathParam("model") String name) {
        return ModelView.of(model(name));
    }

    @DELETE
    @Path("{model:.+}")
    @RolesAllowed(Scopes.WRITE)
    public DeletedModelView delete(@PathParam("model") String name) throws ServingException, InterruptedException {
        switch (model(name)) {
            case ServedModel.Base base ->
                throw ApiException.badRequest(
                        "'%s' is a base model; only fine-tuned models can be deleted.".formatted(base.name()),
                        "model",
                        "invalid_value");
            case ServedModel.Tuned tuned -> deleteModel.delete(tuned);
            case ServedModel.Hosted hosted -> deleteModel.delete(hosted);
        }
        return new DeletedModelView(name, "model", true);
    }

    private ServedModel model(String name) {
        return findModel.find(caller.tenant(), name).orElseThrow(() -> UnknownModel.named(name));
    }
}
