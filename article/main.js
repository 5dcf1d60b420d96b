// SPDX-License-Identifier: MIT
import '../web/element.js';
