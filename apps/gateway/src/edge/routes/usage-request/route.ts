import { usageReportEndpoint } from '@aigateway/contract';
import { admitFor } from '../../control-call.ts';
import { defineRoute } from '../../define-route.ts';

/** `GET /v1/usage/{request_id}`. */
export const usageReportRoute = defineRoute({
  endpoint: usageReportEndpoint,
  async handle(context, services) {
    const { by } = await admitFor(context, services, 'read');
    const requestId = context.req.param('request_id') ?? '';
    return context.json(await services.control.readRequest(by, requestId));
  },
});
