import { z } from 'zod';
import { errorReport } from './parts.ts';

export const errorSchema = z.strictObject({ error: errorReport });
